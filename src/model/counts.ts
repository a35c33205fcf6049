/** What ran: the data of parts and of the store. Only the analysis joins it with `FileSites`. */
import type { CounterIndex, FileSites } from './sites.ts'

/** Relative to the root, with `/`. */
export type FilePath = string
/** Of the original text, see `hashText`. */
export type ContentHash = string

/** One revision of one source file, its sites numbered in one way. Counts of different ones are never added up. */
export interface FileRevision {
  path: FilePath
  hash: ContentHash
  /** Names the rules by which the sites were numbered; where these travel with the counts, also the sites. */
  plan: string
}

/** A function of one revision of a file, or the context, where no traced function was running. */
export type Caller = FunctionCaller | ContextCaller

export interface FunctionCaller extends FileRevision {
  /** The function's counter. */
  function: CounterIndex
}

/** What ran outside of all traced functions: `test "adds"` or `import` of a test file, or `<external>` without a file. */
export interface ContextCaller {
  context: string
  file: FilePath | null
}

/** How often `caller` called `callee`, a function of the file whose record this stands in. */
export interface CallerPair {
  /** The function's counter. */
  callee: CounterIndex
  caller: Caller
  count: number
}

/** The counts of one revision of one file. `counts[i]` belongs to counter i, up to 2^53; as long as `FileSites.counters`. */
export interface FileCounts extends FileRevision {
  counts: number[]
  pairs: CallerPair[]
  /** Only for a file without a plain source (a `.vue` component, another plugin's output): the report cannot find its sites. */
  sites?: FileSites
}
