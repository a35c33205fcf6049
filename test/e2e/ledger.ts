/** Sources that write down which of their lines run, so that the program itself says what the counts must be. */
import { join } from 'node:path'
import { expect } from 'vitest'
import { parseListing } from '../report/parse-listing.ts'
import { type HostVersion, hostProject } from './hosts.ts'
import { type Outcome, type Project, checkout } from './project.ts'

export type Ledger = Record<string, number>

export function ledgerProject(version: HostVersion, files: Record<string, string> = {}): Promise<Project> {
  return hostProject(version, join(checkout, 'test/fixtures/ledger'), files)
}

/** `test` options that let all of the fixture run; more may follow. */
export const ledgerTest = `
  setupFiles: 'test/setup.ts',
  globalSetup: 'test/global-setup.ts',
  includeSource: ['src/**'],
  alias: { '@shop': new URL('src', import.meta.url).pathname },
`

/** Runs Vitest; what the program wrote meanwhile is there when it has ended. */
export async function runLedger(project: Project, args: string[] = []): Promise<{ outcome: Outcome; written: Ledger }> {
  await project.write({ ledger: '' })
  const outcome = await project.vitest(args, { env: { LEDGER: project.path('ledger') } })
  const written: Ledger = {}
  for (const note of (await project.read('ledger')).trim().split('\n')) written[note] = (written[note] ?? 0) + 1
  return { outcome, written }
}

/** What the listings say of the lines that write, by what these write; lines that never ran are left out. */
export async function countedLedger(project: Project, coverdir = 'tstrace-report'): Promise<Ledger> {
  const counted: Ledger = {}
  for (const [name, text] of Object.entries(await project.readAll(coverdir))) {
    if (!name.endsWith('.cover')) continue
    const { lines, source } = parseListing(text)
    const rows = source.split('\n')
    for (const { line, count } of lines) {
      const note = /note\('([^']+)'\)/.exec(rows[line - 1] ?? '')?.[1]
      if (note === undefined || count === 0) continue
      expect(counted, 'each line writes something of its own').not.toHaveProperty([note])
      counted[note] = count
    }
  }
  return counted
}
