import type {
  BranchCount,
  FileAnalysis,
  FileReport,
  FunctionReport,
  LineCount,
  MissedArm,
  Report,
  Ratio,
} from '../model/analysis.ts'
import type { FunctionKind } from '../model/sites.ts'

export interface Totals {
  files: number
  lines: Ratio
  /** What Istanbul calls functions: not a file's top level, static blocks and fields. */
  functions: Ratio
  arms: Ratio
  pairs: number
}

const notAFunction: ReadonlySet<FunctionKind> = new Set<FunctionKind>(['module', 'static-block', 'field'])

/** The whole report in a few numbers. */
export function countTotals({ files, calls }: Report): Totals {
  return {
    files: files.length,
    lines: sumOf(files.map(lineRatio)),
    functions: sumOf(files.map(functionRatio)),
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
    arms: hitRatio(branches.flatMap(({ arms }) => arms)),
    missedArms: missedArmsOf(branches),
  }
}

function missedArmsOf(branches: BranchCount[]): MissedArm[] {
  return branches.flatMap(({ range, arms }) =>
    arms
      .filter(({ count }) => count === 0)
      .map((arm) => ({ line: (arm.range ?? range).start.line, isWritten: arm.range !== null })),
  )
}

/** The lines of a file that ran, of those that could: Istanbul's. */
export function lineRatio(file: FileReport): Ratio {
  return hitRatio(countedLines(file))
}

/** The lines that totals and lists of missing lines are made of. */
export function countedLines({ lines }: FileReport): LineCount[] {
  return lines.filter(({ shownOnly }) => !shownOnly)
}

function functionRatio(file: FileReport): Ratio {
  return hitRatio(file.functions.filter(isFunction))
}

/** What Istanbul calls so. */
export function isFunction({ kind }: FunctionReport): boolean {
  return !notAFunction.has(kind)
}

/** Rounded down, so that 100 means all of it. Of nothing there is none: leave such a ratio out. */
export function percentage({ hit, total }: Ratio): number {
  return Math.floor((100 * hit) / total)
}

function sumOf(ratios: Ratio[]): Ratio {
  const sum = { hit: 0, total: 0 }
  for (const { hit, total } of ratios) {
    sum.hit += hit
    sum.total += total
  }
  return sum
}

function hitRatio(counted: readonly { count: number }[]): Ratio {
  return { hit: counted.filter(({ count }) => count > 0).length, total: counted.length }
}
