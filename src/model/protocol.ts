/**
 * What instrumented code and the recorder agree on. The code that instruments and the code that records never
 * import each other: they meet here, and at run time under one key of the global object.
 */

/** Part of the global key, of cache keys and of parts. A change of anything below changes it. */
export const protocolVersion = 1

/**
 * Kept under `Symbol.for(recorderKey)` of each realm: a string property would leak from an outer realm through
 * test environments that copy the global object's names.
 */
export const recorderKey = 'tstrace.recorder.1'

/** A function or a context, numbered within one realm from 1. 0 stands for nobody. */
export type ActorId = number

/**
 * The counters of one file in one realm, and all that its probes touch. A function has two places: its counter, and
 * behind it one of its callers. With caller pairs on, the counter says how often that caller called since it took the
 * place; with pairs off it is the function's count. All other places are plain counts.
 */
export interface FileRecord extends Float64Array {
  /** The recorder of the realm. */
  s: Recorder
  /** Base: the function whose counter is k is actor `b + k`. */
  b: ActorId
  /** What the file is, for whoever reads the counts. */
  info: FileInfo
  /** The functions that were called, by counter, once each: behind these counters stands a caller, not a count. Without a prototype. */
  called: number[]
  /** What was counted of pairs besides: `caller:counter` -> count. */
  more: Record<string, number>
}

export interface FileInfo {
  path: string
  hash: string
  /** See `FileCounts.plan`. */
  plan: string
  counters: number
  /** JSON of the `FileSites`, where the sites can't be found again from the source. */
  sites?: string
  /** What a trace of lines shows, each with its line break; probes name it by its index. */
  trace?: string[]
}

/** Where a trace of lines goes; set by the host. */
export interface TraceSink {
  /** A function is entered, or goes on after a suspension. */
  call(text: string): void
  /** Execution comes to a line. */
  line(text: string): void
  /** What waits goes out now, and whatever still comes at once. */
  end(): void
}

/** One word of state per realm, and the list of what counted. Short names: they stand in every instrumented function. */
export interface Recorder {
  /** The actor running now: a function, or the context when no traced function runs. */
  c: ActorId
  /** The next free actor. */
  n: ActorId
  files: FileRecord[]
  /** Called by a file's code on first use: its record, the same one for the same revision and plan. */
  f(info: FileInfo): FileRecord
  /** The slow path of counting a pair: `caller` does not stand behind `counter`. */
  m(record: FileRecord, counter: number, caller: ActorId): void
  /** Counts a test that turns out false, where that can't be done in an `else`; returns the test. */
  e(record: FileRecord, counter: number, test: unknown): unknown
  /** Shows `record.info.trace[index]`, of a function that runs, and of a line; without a host, nowhere. */
  h(record: FileRecord, index: number): void
  l(record: FileRecord, index: number): void
  /** What `yield*`, `for await` and `await using` need; brought by the first file that has one (instrument/preamble.ts). */
  w: unknown
  u: unknown
  /** Set by the first file, which sees to it that functions hand out the text that was written. */
  t: unknown
}

/** In a source map, the source of what was inserted: no file, so that other tools' reports can do without it. */
export const probeSource = 'tstrace:probes'

/**
 * Around what is inserted stands white space that nobody writes. By it a program that asks for the text of one of its
 * functions gets what was written. The opening mark is made longer until the text has no trace of it: the longest in a
 * function's text is the mark.
 */
export const openMark = '\v\f'
export const longerMark = '\f'
export const closeMark = '\v'

/** Code that stands for a file's record where it can't be had: in the text of a function that is run in another realm. */
export const noRecord =
  '({b:0,s:{c:0,m(){},h(){},l(){},e(a,k,t){return t},w(x){return x},u(){return{[Symbol.dispose](){}}}}})'
