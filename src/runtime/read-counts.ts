/** Counts for whoever instruments by hand. Works with the recorder of this package, and with the one that code brings along. */
import { type FileRecord, type Recorder, recorderKey } from '../model/protocol.ts'
import type { CounterIndex } from '../model/sites.ts'
import type { FullRecord } from './recorder.ts'

/** What one instrumented file has counted so far. */
export interface FileCounters {
  /** As it was given to `instrument()`. */
  path: string
  /** Names the revision of the text: the first 16 hex digits of its SHA-256. */
  hash: string
  /** How often each site ran: `counts[site.counter]`, for the sites that `instrument()` returned. */
  counts: number[]
}

/**
 * The counts of all instrumented files that have run in a realm, exact whether callers are tracked or not. Nothing is
 * reset: counts grow from call to call. Empty where no instrumented file has run.
 * @param realm the global object of the realm, such as the one of a `vm` context.
 * @param recorder the symbol given to `instrument()` as `recorder`, if one was.
 */
export function readCounts(realm: object = globalThis, recorder: string = recorderKey): FileCounters[] {
  const { files = [] } = (realm as Record<symbol, Partial<Recorder> | undefined>)[Symbol.for(recorder)] ?? {}
  return Array.from(files, (record) => ({ path: record.info.path, hash: record.info.hash, counts: sumCounts(record) }))
}

/** A called function's count is spread over its callers: two of them in slots, the others in tables. */
function sumCounts(record: FileRecord & Partial<Pick<FullRecord, 'second' | 'pairs'>>): number[] {
  const counts = Array.from(record)
  const { called, more, second, pairs } = record
  const add = (counter: CounterIndex, count: number): void => void (counts[counter]! += count)
  for (let index = 0; index < called.length; index++) {
    const counter = called[index]!
    counts[counter + 1] = 0
    if (second) add(counter, second[counter]!)
  }
  pairs?.forEach((_caller, counter, count) => add(counter, count))
  for (const [key, count] of Object.entries(more)) add(Number(key.split(':')[1]), count)
  return counts
}
