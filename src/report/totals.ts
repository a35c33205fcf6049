import type { FileAnalysis, Report } from '../model/analysis.ts'
import type { FunctionKind } from '../model/sites.ts'

/** How many of how many. */
export interface Share {
  part: number
  whole: number
}

export interface Totals {
  files: number
  lines: Share
  /** What Istanbul calls functions: not a file's top level, static blocks and fields. */
  functions: Share
  arms: Share
  pairs: number
}

const notAFunction: ReadonlySet<FunctionKind> = new Set<FunctionKind>(['module', 'static-block', 'field'])

/** The whole report in a few numbers. */
export function countTotals({ files, calls }: Report): Totals {
  const functions = files.flatMap((file) => file.functions.filter(({ kind }) => !notAFunction.has(kind)))
  return {
    files: files.length,
    lines: shareThatRan(files.flatMap((file) => file.lines)),
    functions: shareThatRan(functions),
    arms: shareThatRan(files.flatMap((file) => file.branches.flatMap((branch) => branch.arms))),
    pairs: calls.length,
  }
}

/** The lines of a file that ran, of those that could. */
export function lineShare(file: FileAnalysis): Share {
  return shareThatRan(file.lines)
}

/** Rounded down, so that 100 means all of it. Of nothing there is none: leave such a share out. */
export function percentage({ part, whole }: Share): number {
  return Math.floor((100 * part) / whole)
}

function shareThatRan(counted: readonly { count: number }[]): Share {
  return { part: counted.filter(({ count }) => count > 0).length, whole: counted.length }
}
