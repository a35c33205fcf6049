/** Sites by what they are and where they stand, so that two instrumenters can be compared without their numbering. */
import type { FileCoverageData, Range as IstanbulRange } from 'istanbul-lib-coverage'
import type { BranchSite, FileSites, FunctionSite, Range, StatementSite } from '../../src/model/sites.ts'

/** `statement 3:2-3:10`, `function 3:9-3:12 body 3:15-5:1`, `branch if 4:2-4:20 [4:2-4:20, none]`. */
export type SiteKey = string
/** The counts of the sites with that key, one or one an arm: two sites can stand in one place. */
export type SiteCounts = Map<SiteKey, number[][]>

export function ourSites(sites: FileSites, counts: readonly number[] = []): SiteCounts {
  const result: SiteCounts = new Map()
  const count = (counter: number): number => counts[counter] ?? 0
  for (const one of sites.statements) add(result, statementKey(one), [count(one.counter)])
  for (const one of sites.functions) add(result, functionKey(one), [count(one.counter)])
  for (const one of sites.branches)
    add(
      result,
      branchKey(one),
      one.arms.map((arm) => count(arm.counter)),
    )
  return result
}

export function istanbulSites({ statementMap, fnMap, branchMap, s, f, b }: FileCoverageData): SiteCounts {
  const result: SiteCounts = new Map()
  for (const [id, range] of Object.entries(statementMap)) add(result, `statement ${place(range)}`, [s[id] ?? 0])
  for (const [id, { decl, loc }] of Object.entries(fnMap)) {
    add(result, `function ${place(decl)} body ${place(loc)}`, [f[id] ?? 0])
  }
  for (const [id, { type, loc, locations }] of Object.entries(branchMap)) {
    add(result, `branch ${type} ${place(loc)} [${locations.map(place).join(', ')}]`, b[id] ?? [])
  }
  return result
}

export function statementKey({ range }: StatementSite): SiteKey {
  return `statement ${place(range)}`
}

export function functionKey({ head, body }: FunctionSite): SiteKey {
  return `function ${place(head)} body ${place(body)}`
}

export function branchKey({ kind, range, arms }: BranchSite): SiteKey {
  return `branch ${kind} ${place(range)} [${arms.map((arm) => place(arm.range)).join(', ')}]`
}

/** Istanbul's implicit `else` has a range without numbers, and after JSON an empty one. */
function place(range: Range | IstanbulRange | null): string {
  if (range?.start?.line === undefined) return 'none'
  const { start, end } = range
  return `${start.line}:${start.column}-${end.line}:${end.column}`
}

function add(result: SiteCounts, key: SiteKey, counts: number[]): void {
  const known = result.get(key)
  if (known) known.push(counts)
  else result.set(key, [counts])
}
