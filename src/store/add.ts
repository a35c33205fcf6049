/** Exact addition of the records of one key (path, hash and plan): the only arithmetic between probe and report. */
import { CallerNumbers } from '../model/caller-numbers.ts'
import type { CallerPair, FileCounts, FileRevision } from '../model/counts.ts'
import { TstraceError } from '../model/error.ts'
import { comparePairs } from '../model/order.ts'
import type { FileSites } from '../model/sites.ts'
import { encodeSites } from './encode.ts'

/** The sum so far of the records of one key. */
export interface CountsSum extends FileRevision {
  counts: number[]
  callers: CallerNumbers
  /** How often, by caller number * counters + callee. Pairs that never happened (count 0) are not kept. */
  pairs: Map<number, number>
  sites?: FileSites
}

/** A sum of nothing yet but the counters of this record, all 0: the empty element for its key. */
export function emptySum({ path, hash, plan, counts }: FileCounts): CountsSum {
  return { path, hash, plan, counts: counts.map(() => 0), callers: new CallerNumbers(), pairs: new Map() }
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
export function finishSum({ path, hash, plan, counts, callers, pairs, sites }: CountsSum): FileCounts {
  const sorted = Array.from(pairs, ([key, count]): CallerPair => {
    const callee = key % counts.length
    return { callee, caller: callers.callers[(key - callee) / counts.length]!, count }
  }).sort(comparePairs)
  return { path, hash, plan, counts: counts.slice(), pairs: sorted, ...(sites === undefined ? {} : { sites }) }
}

function checkCounters(into: CountsSum, from: FileCounts): void {
  for (let index = 0; index < from.counts.length; index++)
    if (!isExact(from.counts[index]! + into.counts[index]!)) throw tooMuch(into, `counter ${index}`)
  const stray = from.pairs.find(({ callee }) => callee >= from.counts.length)
  if (stray !== undefined) throw misfit(into, `One has calls of function ${stray.callee}, which has no counter.`)
}

function addPairs({ callers, counts, pairs, ...revision }: CountsSum, from: FileCounts): void {
  const keyOf = ({ caller, callee }: CallerPair): number => callers.numberOf(caller) * counts.length + callee
  for (let index = 0; index < from.pairs.length; index++) {
    const pair = from.pairs[index]!
    const key = keyOf(pair)
    const sum = (pairs.get(key) ?? 0) + pair.count
    if (!isExact(sum)) {
      for (const added of from.pairs.slice(0, index)) subtract(pairs, keyOf(added), added.count)
      throw tooMuch(revision, `a caller of function ${pair.callee}`)
    }
    if (sum > 0) pairs.set(key, sum)
  }
}

function subtract(pairs: Map<number, number>, key: number, count: number): void {
  const rest = (pairs.get(key) ?? 0) - count
  if (rest === 0) pairs.delete(key)
  else pairs.set(key, rest)
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
