/** Our counts as Istanbul's data, for the tools that read `coverage-final.json`. */
import type { BranchMapping, FileCoverageData, FunctionMapping, Range as IstanbulRange } from 'istanbul-lib-coverage'
import type { BranchSite, CounterIndex, FileSites, FunctionKind, FunctionSite, Range } from '../model/sites.ts'

/**
 * One file's sites and counts as istanbul-lib-instrument 6 would give them; `path` is absolute. Istanbul has no
 * functions for a file's top level, field initialisers and static blocks: they are left out.
 */
export function toIstanbul(path: string, sites: FileSites, counts: readonly number[]): FileCoverageData {
  const functions = sites.functions.filter(({ kind }) => !unknownToIstanbul.includes(kind))
  const hits = ({ counter }: { counter: CounterIndex }): number => counts[counter]!
  if (counts.length !== sites.counters)
    throw new Error(`${counts.length} counts for ${sites.counters} counters of "${path}"`)
  return {
    path,
    statementMap: keyed(sites.statements, ({ range }) => copyRange(range)),
    fnMap: keyed(functions, toFunctionMapping),
    branchMap: keyed(sites.branches, toBranchMapping),
    s: keyed(sites.statements, hits),
    f: keyed(functions, hits),
    b: keyed(sites.branches, ({ arms }) => arms.map(hits)),
  }
}

const unknownToIstanbul: readonly FunctionKind[] = ['module', 'field', 'static-block']

/** Istanbul's maps: keys "0", "1", ... in the order of the source. */
function keyed<Site, T>(sites: Site[], convert: (site: Site) => T): Record<string, T> {
  return Object.fromEntries(sites.map((site, index) => [index, convert(site)]))
}

function toFunctionMapping({ name, head, body }: FunctionSite): FunctionMapping {
  return { name, decl: copyRange(head), loc: copyRange(body), line: body.start.line }
}

function toBranchMapping({ kind, range, arms }: BranchSite): BranchMapping {
  return {
    loc: copyRange(range),
    type: kind,
    locations: arms.map((arm) => toLocation(arm.range)),
    line: range.start.line,
  }
}

/** The `else` that nobody wrote is `{ start: {}, end: {} }` in Istanbul's JSON, whatever its types say. */
function toLocation(range: Range | null): IstanbulRange {
  return range === null ? ({ start: {}, end: {} } as IstanbulRange) : copyRange(range)
}

function copyRange({ start, end }: Range): IstanbulRange {
  return { start: { ...start }, end: { ...end } }
}
