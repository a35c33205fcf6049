/** Our counts as Istanbul's data, for the tools that read `coverage-final.json`. */
import type { BranchMapping, FileCoverageData, FunctionMapping, Range as IstanbulRange } from 'istanbul-lib-coverage'
import type { BranchCount, FileAnalysis, FunctionCount } from '../model/analysis.ts'
import type { FunctionKind, Range } from '../model/sites.ts'

/**
 * One file's analysis as istanbul-lib-instrument 6 would give it; `path` is absolute. Istanbul has no
 * functions for a file's top level, field initialisers and static blocks: they are left out.
 */
export function toFileCoverage(path: string, analysis: FileAnalysis): FileCoverageData {
  const { statements, branches } = analysis
  const functions = analysis.functions.filter(({ kind }) => !unknownToIstanbul.includes(kind))
  return {
    path,
    statementMap: keyed(statements, ({ range }) => copyRange(range)),
    fnMap: keyed(functions, toFunctionMapping),
    branchMap: keyed(branches, toBranchMapping),
    s: keyed(statements, ({ count }) => count),
    f: keyed(functions, ({ count }) => count),
    b: keyed(branches, ({ arms }) => arms.map(({ count }) => count)),
  }
}

const unknownToIstanbul: readonly FunctionKind[] = ['module', 'field', 'static-block']

/** Istanbul's maps: keys "0", "1", ... in the order of the source. */
function keyed<Item, T>(items: Item[], convert: (item: Item) => T): Record<string, T> {
  return Object.fromEntries(items.map((item, index) => [index, convert(item)]))
}

function toFunctionMapping({ name, head, body }: FunctionCount): FunctionMapping {
  return { name, decl: copyRange(head), loc: copyRange(body), line: body.start.line }
}

function toBranchMapping({ kind, range, arms }: BranchCount): BranchMapping {
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
