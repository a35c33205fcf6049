/**
 * What a source file could run: its statements, functions and branches, with where they stand in the
 * original text. Computed from the text alone; what did run is `FileCounts`, and only the report joins them.
 */

/** 1-based. */
export type Line = number
/** 0-based, in UTF-16 units, as in Istanbul and in the source map specification. */
export type Column = number
/** Which counter of its file counts a site. Several sites share one where they cannot differ. */
export type CounterIndex = number

export interface Position {
  line: Line
  column: Column
}

/** From `start` up to, not including, `end`. */
export interface Range {
  start: Position
  end: Position
}

export interface StatementSite {
  range: Range
  counter: CounterIndex
  /** Set on what TypeScript makes run (an enum, a parameter property): Istanbul sees it only after the transform. */
  typescript?: true
}

export type FunctionKind =
  | 'module'
  | 'function'
  | 'arrow'
  | 'method'
  | 'constructor'
  | 'getter'
  | 'setter'
  /** A class field's initialiser, where it can call something. */
  | 'field'
  | 'static-block'

export interface FunctionSite {
  kind: FunctionKind
  /** What a reader would call it: `add`, `Cart.total`, `get total`, `items.map() callback`. */
  name: string
  /** The head: an identifier, or the first character where there is none (Istanbul's `decl`). */
  head: Range
  /** The body (Istanbul's `loc`). */
  body: Range
  /** Its own, and the function's number within the file. The place behind it belongs to the recorder. */
  counter: CounterIndex
}

export type BranchKind = 'if' | 'cond-expr' | 'binary-expr' | 'default-arg' | 'switch'

export interface BranchArm {
  /** `null` for the `else` that nobody wrote. */
  range: Range | null
  counter: CounterIndex
}

export interface BranchSite {
  kind: BranchKind
  range: Range
  arms: BranchArm[]
}

export interface FileSites {
  /** How many counters the file has, the recorder's own places included. */
  counters: number
  statements: StatementSite[]
  functions: FunctionSite[]
  branches: BranchSite[]
}
