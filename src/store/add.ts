/** Exact addition of the records of one key (path, hash and plan): the only arithmetic between probe and report. */
import { isDeepStrictEqual } from 'node:util'
import type { Caller, CallerPair, FileCounts } from '../model/counts.ts'
import { TstraceError } from '../model/error.ts'
import type { FileSites } from '../model/sites.ts'
import { callerKey } from './encode.ts'
import { comparePairs, type RecordKey } from './order.ts'

/** The sum so far of the records of one key. */
export interface CountsSum extends RecordKey {
  counts: number[]
  /** By caller and callee. Pairs that never happened (count 0) are not kept. */
  pairs: Map<string, CallerPair>
  sites?: FileSites
}

/** A sum of nothing yet but the counters of this record, all 0: the empty element for its key. */
export function emptySum({ path, hash, plan, counts }: FileCounts): CountsSum {
  return { path, hash, plan, counts: counts.map(() => 0), pairs: new Map() }
}

/**
 * Adds a record of the same key. Throws a TstraceError 'bad-part' and adds nothing at all where the records are not
 * of the same sites, or where a sum would pass 2^53-1 and stop being exact.
 */
export function addCounts(into: CountsSum, from: FileCounts): void {
  const pairs = keyPairs(from.pairs)
  checkSites(into, from)
  checkSums(into, from, pairs)
  from.counts.forEach((count, index) => (into.counts[index]! += count))
  for (const [key, pair] of pairs) addPair(into.pairs, key, pair)
  if (from.sites !== undefined) into.sites ??= from.sites
}

/** A copy of the sum as a record, its pairs sorted: equal for equal sums, in whatever order they were added. */
export function finishSum({ path, hash, plan, counts, pairs, sites }: CountsSum): FileCounts {
  const sorted = Array.from(pairs.values(), (pair) => ({ ...pair })).sort(comparePairs)
  return { path, hash, plan, counts: counts.slice(), pairs: sorted, ...(sites === undefined ? {} : { sites }) }
}

/** A record's pairs, each once. One caller object usually stands in many pairs: its key is made once. */
function keyPairs(pairs: CallerPair[]): Map<string, CallerPair> {
  const callers = new Map<Caller, string>()
  const keyed = new Map<string, CallerPair>()
  for (const pair of pairs) {
    const caller = callers.get(pair.caller) ?? callerKey(pair.caller)
    callers.set(pair.caller, caller)
    addPair(keyed, `${pair.callee} ${caller}`, pair)
  }
  return keyed
}

function addPair(pairs: Map<string, CallerPair>, key: string, { callee, caller, count }: CallerPair): void {
  const known = pairs.get(key)
  if (known !== undefined) known.count += count
  else if (count !== 0) pairs.set(key, { callee, caller, count })
}

function checkSites(into: CountsSum, from: FileCounts): void {
  if (into.counts.length !== from.counts.length) {
    throw misfit(into, `One has ${into.counts.length} counters, the other ${from.counts.length}.`)
  }
  if (into.sites === undefined || from.sites === undefined) return
  if (!isDeepStrictEqual(into.sites, from.sites)) throw misfit(into, 'They bring different sites along.')
}

function checkSums(into: CountsSum, from: FileCounts, pairs: Map<string, CallerPair>): void {
  const counter = from.counts.findIndex((count, index) => !isExact(count + into.counts[index]!))
  if (counter !== -1) throw tooMuch(into, `counter ${counter}`)
  for (const [key, { callee, count }] of pairs) {
    if (!isExact(count + (into.pairs.get(key)?.count ?? 0))) throw tooMuch(into, `a caller of function ${callee}`)
  }
}

function isExact(sum: number): boolean {
  return sum <= Number.MAX_SAFE_INTEGER
}

function misfit({ path, hash }: RecordKey, why: string): TstraceError {
  return new TstraceError(
    'bad-part',
    `Two records of "${path}" (revision ${hash}) do not fit together. ${why} Both were written by different versions or settings of tstrace: count again with one.`,
  )
}

function tooMuch({ path, hash }: RecordKey, what: string): TstraceError {
  return new TstraceError(
    'bad-part',
    `The sum for ${what} of "${path}" (revision ${hash}) passes 2^53-1 and would not be exact. Start a new store.`,
  )
}
