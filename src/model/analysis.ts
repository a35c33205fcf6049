/** A report as plain data: what could run joined with what ran. Text, HTML and JSON are written from this. */
import type { FilePath } from './counts.ts'
import type { BranchKind, FunctionKind, Line, Position, Range } from './sites.ts'

/** One file with all its sites. Too large to keep for all files at the same time. */
export interface FileAnalysis {
  path: FilePath
  /** The path from the root without its extension. */
  module: string
  source: string
  /** Every executable line that is not excluded, ascending. */
  lines: LineCount[]
  statements: StatementCount[]
  functions: FunctionCount[]
  branches: BranchCount[]
}

/** The part of a `FileAnalysis` that a report keeps. */
export interface FileReport extends Pick<FileAnalysis, 'path' | 'module' | 'source' | 'lines'> {
  functions: FunctionReport[]
  /** Of branches. */
  arms: Ratio
  /** Those that never ran. */
  missedArms?: MissedArm[]
}

export interface MissedArm {
  /** Where it stands; of an `else` that nobody wrote, where its `if` does. */
  line: Line
  isWritten: boolean
}

export interface FunctionReport {
  name: string
  kind: FunctionKind
  /** Where its head starts. */
  at: Position
  count: number
}

/** How many ran, of how many there are. */
export interface Ratio {
  hit: number
  total: number
}

export interface LineCount {
  line: Line
  count: number
  /** No statement starts there, but a branch arm or a default value does: listings show its count, no total has it. */
  shownOnly?: true
}

export interface StatementCount {
  range: Range
  count: number
}

export interface FunctionCount {
  name: string
  kind: FunctionKind
  head: Range
  body: Range
  count: number
}

export interface BranchCount {
  kind: BranchKind
  range: Range
  arms: { range: Range | null; count: number }[]
}

/** A function, or a context, as the reports name it. */
export type Actor = FunctionActor | ContextActor

export interface FunctionActor {
  path: FilePath
  module: string
  name: string
  /** With path: the function's id, `path:line:column`. */
  at: Position
}

export interface ContextActor {
  context: string
  file: FilePath | null
}

export interface Call {
  caller: Actor
  callee: FunctionActor
  count: number
}

/**
 * All calls in columns, as there may be millions: in row n, the actor `callers[n]` called the actor `callees[n]`, a
 * function, `counts[n]` times. Sorted by caller, then callee, no pair twice.
 */
export interface Calls {
  /** Sorted, each once. */
  actors: Actor[]
  callers: Uint32Array
  callees: Uint32Array
  counts: Float64Array
}

/** Everything the reporters get. */
export interface Report {
  /** Sorted by path. */
  files: FileReport[]
  /** The same in full, where that was asked for. */
  analyses?: FileAnalysis[]
  calls: Calls
  /** Test files that ran and how many of them reported; null outside of a test run. */
  testFiles: { expected: number; reported: number } | null
  /** Files that could not be instrumented, sorted: nothing is known of what ran in them. */
  uncounted: FilePath[]
}
