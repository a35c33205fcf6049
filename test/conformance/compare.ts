/** How two tellings of the same text differ, and which differences are accepted. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SiteCounts, SiteKey } from './site-keys.ts'

export interface Compared {
  text: string
  ours: SiteCounts
  theirs: SiteCounts
  /** Which of ours Istanbul must not know. */
  extras: Set<SiteKey>
}

/** One line each: `missing statement 3:2-3:10 | the source line`. Empty: the same sites, reached equally often. */
export function differences({ text, ours, theirs, extras }: Compared): string[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/)
  const found: string[] = []
  const report = (what: string, key: SiteKey): void => {
    const line = Number(/\d+/.exec(key)?.[0] ?? 1)
    found.push(`${what} ${key} | ${lines[line - 1]?.trim().slice(0, 150)}`)
  }
  for (const [key, counts] of ours) {
    const other = theirs.get(key)
    if (extras.has(key)) {
      if (other) report('known after all:', key)
    } else if (!other) report('extra', key)
    else if (!same(counts, other)) report(`counted ${JSON.stringify(counts)}, not ${JSON.stringify(other)}:`, key)
  }
  for (const key of theirs.keys()) if (!ours.has(key)) report('missing', key)
  return found
}

/** Two sites in one place have no order. */
function same(ours: number[][], theirs: number[][]): boolean {
  return JSON.stringify(ours.map(String).sort()) === JSON.stringify(theirs.map(String).sort())
}

/** A row of accepted-differences.md. */
export interface Accepted {
  where: string
  difference: string
  reason: string
}

/** The rows under a heading. They must all be needed: `unneeded` names those that matched nothing. */
export class AcceptedDifferences {
  readonly #rows: Accepted[]
  readonly #used = new Set<Accepted>()

  constructor(heading: string) {
    const page = readFileSync(join(import.meta.dirname, 'accepted-differences.md'), 'utf8')
    const section = page.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? ''
    const rows = section.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| (.+) \|$/gm)
    this.#rows = [...rows].map(([, where = '', difference = '', reason = '']) => ({ where, difference, reason }))
  }

  /** Those of the differences that no row speaks of; a row speaks of what begins as it does. */
  others(where: string, found: string[]): string[] {
    return found.filter((difference) => {
      const row = this.#rows.find((one) => one.where === where && difference.startsWith(one.difference))
      if (row) this.#used.add(row)
      return !row
    })
  }

  unneeded(): Accepted[] {
    return this.#rows.filter((row) => !this.#used.has(row))
  }
}
