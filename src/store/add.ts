/** Exact addition of the records of one key (path, hash and plan): the only arithmetic between probe and report. */
import type { Caller, CallerPair, FileCounts, FileRevision } from '../model/counts.ts'
import { TstraceError } from '../model/error.ts'
import type { FileSites } from '../model/sites.ts'
import { callerKey, encodeSites, isOwn } from './encode.ts'
import { comparePairs } from './order.ts'

/** The sum so far of the records of one key. */
export interface CountsSum extends FileRevision {
  counts: number[]
  /** The callers that are no functions of the file's own, numbered as they came. */
  callers: Map<string, number>
  /**
   * By caller * counters + callee; the file's own functions come first, by their counters, and then the other callers.
   * Pairs that never happened (count 0) are not kept.
   */
  pairs: Map<number, CallerPair>
  sites?: FileSites
}

/** A sum of nothing yet but the counters of this record, all 0: the empty element for its key. */
export function emptySum({ path, hash, plan, counts }: FileCounts): CountsSum {
  return { path, hash, plan, counts: counts.map(() => 0), callers: new Map(), pairs: new Map() }
}

/**
 * Adds a record of the same key. Throws a TstraceError 'bad-part' and adds nothing at all where the records are not
 * of the same sites, or where a sum would pass 2^53-1 and stop being exact.
 */
export function addCounts(into: CountsSum, from: FileCounts): void {
  checkSites(into, from)
  checkCounters(into, from)
  addPairs(into, from)
  for (let index = 0; index < from.counts.length; index++) into.counts[index]! += from.counts[index]!
  if (from.sites !== undefined) into.sites ??= from.sites
}

/** A copy of the sum as a record, its pairs sorted: equal for equal sums, in whatever order they were added. */
export function finishSum({ path, hash, plan, counts, pairs, sites }: CountsSum): FileCounts {
  const sorted = Array.from(pairs.values(), (pair) => ({ ...pair })).sort(comparePairs)
  return { path, hash, plan, counts: counts.slice(), pairs: sorted, ...(sites === undefined ? {} : { sites }) }
}

function checkCounters(into: CountsSum, from: FileCounts): void {
  for (let index = 0; index < from.counts.length; index++)
    if (!isExact(from.counts[index]! + into.counts[index]!)) throw tooMuch(into, `counter ${index}`)
  const stray = from.pairs.find(({ callee }) => callee >= from.counts.length)
  if (stray !== undefined) throw misfit(into, `One has calls of function ${stray.callee}, which has no counter.`)
}

function addPairs(into: CountsSum, from: FileCounts): void {
  const numberOf = callerNumbers(into, from)
  const keyOf = ({ caller, callee }: CallerPair): number => numberOf(caller) * into.counts.length + callee
  for (let index = 0; index < from.pairs.length; index++) {
    const pair = from.pairs[index]!
    if (addPair(into.pairs, keyOf(pair), pair)) continue
    for (const added of from.pairs.slice(0, index)) subtractPair(into.pairs, keyOf(added), added)
    throw tooMuch(into, `a caller of function ${pair.callee}`)
  }
}

/** One caller object usually stands in many pairs: it is looked up once. */
function callerNumbers({ callers, counts }: CountsSum, from: FileCounts): (caller: Caller) => number {
  const known = new Map<Caller, number>()
  return (caller) => {
    if (isOwn(caller, from) && caller.function < counts.length) return caller.function
    const key = known.get(caller) ?? numberCaller(callers, caller)
    known.set(caller, key)
    return counts.length + key
  }
}

function numberCaller(callers: Map<string, number>, caller: Caller): number {
  const key = callerKey(caller)
  const number = callers.get(key) ?? callers.size
  callers.set(key, number)
  return number
}

/** False, and nothing added, where the sum would not be exact. */
function addPair(pairs: Map<number, CallerPair>, key: number, { callee, caller, count }: CallerPair): boolean {
  const known = pairs.get(key)
  if (known === undefined) {
    if (count !== 0) pairs.set(key, { callee, caller, count })
    return true
  }
  if (!isExact(known.count + count)) return false
  known.count += count
  return true
}

function subtractPair(pairs: Map<number, CallerPair>, key: number, { count }: CallerPair): void {
  const known = pairs.get(key)
  if (known !== undefined && (known.count -= count) === 0) pairs.delete(key)
}

function checkSites(into: CountsSum, from: FileCounts): void {
  if (into.counts.length !== from.counts.length) {
    throw misfit(into, `One has ${into.counts.length} counters, the other ${from.counts.length}.`)
  }
  if (into.sites === undefined || from.sites === undefined) return
  if (JSON.stringify(encodeSites(into.sites)) !== JSON.stringify(encodeSites(from.sites)))
    throw misfit(into, 'They bring different sites along.')
}

function isExact(sum: number): boolean {
  return sum <= Number.MAX_SAFE_INTEGER
}

function misfit({ path, hash }: FileRevision, why: string): TstraceError {
  return new TstraceError(
    'bad-part',
    `Two records of "${path}" (revision ${hash}) do not fit together. ${why} Both were written by different versions or settings of tstrace: count again with one.`,
  )
}

function tooMuch({ path, hash }: FileRevision, what: string): TstraceError {
  return new TstraceError(
    'bad-part',
    `The sum for ${what} of "${path}" (revision ${hash}) passes 2^53-1 and would not be exact. Start a new store.`,
  )
}
