import type { BranchCount, FileAnalysis, FunctionCount, StatementCount } from '../model/analysis.ts'
import type { Range } from '../model/sites.ts'
import { countLines } from './analyse-file.ts'

/**
 * Adds up what several builds of one file counted, as of a component that is compiled once for the server and once for
 * the client: their sites differ, and are told apart by where they stand. All of the same path and source.
 */
export function addAnalyses(analyses: readonly [FileAnalysis, ...FileAnalysis[]]): FileAnalysis {
  const [first, ...others] = analyses
  if (others.length === 0) return first
  const statements = addUp(
    analyses.flatMap((one) => one.statements),
    statementKey,
    addCount,
  )
  const functions = addUp(
    analyses.flatMap((one) => one.functions),
    functionKey,
    addCount,
  )
  const branches = addUp(
    analyses.flatMap((one) => one.branches),
    branchKey,
    addArms,
  )
  const { source } = first
  return { ...first, statements, functions, branches, lines: countLines({ statements, functions, branches, source }) }
}

function addUp<T>(items: T[], keyOf: (item: T) => string, add: (a: T, b: T) => T): T[] {
  const sums = new Map<string, T>()
  for (const item of items) {
    const key = keyOf(item)
    const sum = sums.get(key)
    sums.set(key, sum === undefined ? item : add(sum, item))
  }
  return [...sums.values()]
}

function addCount<T extends { count: number }>(a: T, b: T): T {
  return { ...a, count: a.count + b.count }
}

function addArms(a: BranchCount, b: BranchCount): BranchCount {
  return { ...a, arms: a.arms.map((arm, index) => ({ ...arm, count: arm.count + (b.arms[index]?.count ?? 0) })) }
}

function statementKey({ range }: StatementCount): string {
  return rangeKey(range)
}

function functionKey({ kind, head, body }: FunctionCount): string {
  return `${kind} ${rangeKey(head)} ${rangeKey(body)}`
}

function branchKey({ kind, range, arms }: BranchCount): string {
  return `${kind} ${rangeKey(range)} ${arms.map((arm) => (arm.range ? rangeKey(arm.range) : '-')).join(' ')}`
}

function rangeKey({ start, end }: Range): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`
}
