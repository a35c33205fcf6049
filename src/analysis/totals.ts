import type { FileAnalysis, FileReport, Report, Share } from '../model/analysis.ts'
import type { FunctionKind } from '../model/sites.ts'

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
  return {
    files: files.length,
    lines: sumOf(files.map(lineShare)),
    functions: sumOf(files.map(functionShare)),
    arms: sumOf(files.map(({ arms }) => arms)),
    pairs: calls.counts.length,
  }
}

/** What a report keeps of a file. */
export function summarize({ path, module, source, lines, functions, branches }: FileAnalysis): FileReport {
  return {
    path,
    module,
    source,
    lines,
    functions: functions.map(({ name, kind, head, count }) => ({ name, kind, at: head.start, count })),
    arms: shareThatRan(branches.flatMap(({ arms }) => arms)),
  }
}

/** The lines of a file that ran, of those that could. */
export function lineShare(file: FileReport): Share {
  return shareThatRan(file.lines)
}

function functionShare(file: FileReport): Share {
  return shareThatRan(file.functions.filter(({ kind }) => !notAFunction.has(kind)))
}

/** Rounded down, so that 100 means all of it. Of nothing there is none: leave such a share out. */
export function percentage({ part, whole }: Share): number {
  return Math.floor((100 * part) / whole)
}

function sumOf(shares: Share[]): Share {
  const sum = { part: 0, whole: 0 }
  for (const { part, whole } of shares) {
    sum.part += part
    sum.whole += whole
  }
  return sum
}

function shareThatRan(counted: readonly { count: number }[]): Share {
  return { part: counted.filter(({ count }) => count > 0).length, whole: counted.length }
}
