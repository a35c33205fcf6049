/** The counts of code that istanbul-lib-instrument instrumented, as our own. */
import type { FileCounts } from '../model/counts.ts'
import { type IstanbulCoverage, istanbulPlan, istanbulVariable, splitIstanbulPath } from './coverage-variable.ts'
import type { BranchKind, BranchSite, FileSites, FunctionSite, Range, StatementSite } from '../model/sites.ts'

/** What was counted since the last time; everything starts again at 0. */
export function takeIstanbulCounts(realm: object): FileCounts[] {
  const coverage = (realm as Record<string, Record<string, IstanbulCoverage> | undefined>)[istanbulVariable] ?? {}
  return Object.values(coverage).map((file) => {
    const counts = toCounts(file)
    reset(file)
    return counts
  })
}

function toCounts(file: IstanbulCoverage): FileCounts {
  // Counter 0 and the place behind it are the file's top level, which Istanbul does not count.
  const counts = [0, 0]
  const counter = (count: number): number => counts.push(count) - 1
  const functions = Object.entries(file.fnMap).map(([key, { name, decl, loc }]): FunctionSite => {
    const own = counter(file.f[key] as number)
    return { kind: 'function', name, head: decl, body: loc, counter: own }
  })
  const statements = Object.entries(file.statementMap).map(([key, range]): StatementSite => {
    return { range, counter: counter(file.s[key] as number) }
  })
  const branches = Object.entries(file.branchMap).map(([key, { type, loc, locations }]): BranchSite => {
    const hits = file.b[key] as number[]
    const arms = locations.map((range, arm) => ({
      range: isRange(range) ? range : null,
      counter: counter(hits[arm] as number),
    }))
    return { kind: type as BranchKind, range: loc, arms }
  })
  const sites: FileSites = { counters: counts.length, statements, functions, branches }
  return { ...splitIstanbulPath(file.path), plan: istanbulPlan, counts, pairs: [], sites }
}

/** The `else` that nobody wrote has a start without a line. */
function isRange(range: object): range is Range {
  return (range as { start: Partial<Range['start']> }).start.line !== undefined
}

function reset({ s, f, b }: IstanbulCoverage): void {
  for (const key of Object.keys(s)) s[key] = 0
  for (const key of Object.keys(f)) f[key] = 0
  for (const hits of Object.values(b)) hits.fill(0)
}
