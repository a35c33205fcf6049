import type { BranchCount, FileAnalysis, FunctionCount, LineCount, StatementCount } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import { TstraceError } from '../model/error.ts'
import { moduleName } from '../model/paths.ts'
import type { CounterIndex, FileSites, Line } from '../model/sites.ts'
import { sortBy } from './sort-by.ts'
import { pragma, splitLines } from './source-lines.ts'

export interface AnalyseInput {
  path: FilePath
  source: string
  sites: FileSites
  /** As long as `sites.counters`; null for a file that nothing imported, where every count is 0. */
  counts: number[] | null
}

type CountOf = (counter: CounterIndex) => number

/**
 * Joins what could run with what ran.
 * @throws TstraceError `bad-store` when the counts are not those of these sites: a missing count is never taken for 0.
 */
export function analyseFile({ path, source, sites, counts }: AnalyseInput): FileAnalysis {
  if (counts !== null && counts.length !== sites.counters) throw misfit(path, counts.length, sites.counters)
  const countOf: CountOf = (counter) => counts?.[counter] ?? 0
  const statements = withoutPragmas(countStatements(sites, countOf), source)
  const functions = countFunctions(sites, countOf)
  const branches = countBranches(sites, countOf)
  return {
    path,
    module: moduleName(path),
    source,
    lines: countLines({ statements, functions, branches, source }),
    statements,
    functions,
    branches,
  }
}

function countStatements(sites: FileSites, countOf: CountOf): StatementCount[] {
  return sites.statements.map(({ range, counter }) => ({ range, count: countOf(counter) }))
}

function countFunctions(sites: FileSites, countOf: CountOf): FunctionCount[] {
  return sites.functions.map(({ name, kind, head, body, counter }) => ({
    name,
    kind,
    head,
    body,
    count: countOf(counter),
  }))
}

function countBranches(sites: FileSites, countOf: CountOf): BranchCount[] {
  return sites.branches.map(({ kind, range, arms }) => ({
    kind,
    range,
    arms: arms.map((arm) => ({ range: arm.range, count: countOf(arm.counter) })),
  }))
}

type Counted = Pick<FileAnalysis, 'statements' | 'functions' | 'branches' | 'source'>

/**
 * A line's count is the highest of the statements that start on it (Istanbul's rule). Where none does, listings show
 * the highest of the branch arms that do. A default value is the one arm of its branch, an arrow's expression body a
 * statement. On a line where a function begins, a default value shows nothing: it would read as the function's calls.
 */
export function countLines({ statements, functions, branches, source }: Counted): LineCount[] {
  const heads = new Set(functions.map(({ head }) => head.start.line))
  const arms = branches.flatMap((branch) =>
    branch.arms.filter(({ range }) => branch.kind !== 'default-arg' || range === null || !heads.has(range.start.line)),
  )
  const counted = [...highestByLine(statements)].map(([line, count]): LineCount => ({ line, count }))
  const known = new Set(counted.map(({ line }) => line))
  const shown = [...highestByLine(withoutPragmas(arms, source))].flatMap(([line, count]): LineCount[] =>
    known.has(line) ? [] : [{ line, count, shownOnly: true }],
  )
  return sortBy([...counted, ...shown], ({ line }) => [line])
}

interface Placed {
  range: StatementCount['range'] | null
  count: number
}

/** As in Python's trace, what starts on a line with the pragma counts if it ran, and is not missing if it did not. */
function withoutPragmas<Site extends Placed>(sites: Site[], source: string): Site[] {
  if (!source.includes(pragma)) return sites
  const texts = splitLines(source)
  return sites.filter(({ range, count }) => count > 0 || !texts[(range?.start.line ?? 0) - 1]?.includes(pragma))
}

function highestByLine(sites: Placed[]): Map<Line, number> {
  const highest = new Map<Line, number>()
  for (const { range, count } of sites) {
    if (range === null) continue
    const { line } = range.start
    highest.set(line, Math.max(count, highest.get(line) ?? 0))
  }
  return highest
}

function misfit(path: FilePath, found: number, expected: number): TstraceError {
  const what = `The counts of "${path}" do not fit its source: ${found} instead of ${expected}.`
  return new TstraceError('bad-store', `${what} The data is damaged or of another version. Record the run again.`)
}
