/** The inverse of `encode.ts`, for lines that anything may have written. */
import type { Caller, CallerPair, FileCounts, FileRevision } from '../model/counts.ts'
import { decodeSites } from './decode-sites.ts'
import { DecodeError, field, isCount, toArray, toCount, toObject, toText, toTuple } from './decode-values.ts'

/** The record that a parsed line holds. Throws a DecodeError that names the first wrong field. */
export function decodeFile(value: unknown): FileCounts {
  const record = toObject(value, 'record')
  const path = toText(field(record, 'path'), 'path')
  const hash = toText(field(record, 'hash'), 'hash')
  const plan = toText(field(record, 'plan'), 'plan')
  const counts = decodeCounts(field(record, 'counts'))
  const callers = decodeCallers(field(record, 'callers'), { path, hash, plan })
  const sites = field(record, 'sites')
  return {
    path,
    hash,
    plan,
    counts,
    pairs: decodePairs(field(record, 'pairs'), callers, counts.length),
    ...(sites === undefined ? {} : { sites: decodeSites(sites, counts.length) }),
  }
}

// Checked in one go: a record may have 100,000 counts, and building a field path for each is slow.
function decodeCounts(value: unknown): number[] {
  const items = toArray(value, 'counts')
  for (let index = 0; index < items.length; index++)
    if (!isCount(items[index])) toCount(items[index], `counts[${index}]`)
  return items as number[]
}

function decodeCallers(value: unknown, own: FileRevision): Caller[] {
  return toArray(value, 'callers').map((item, index) => decodeCaller(item, `callers[${index}]`, own))
}

function decodeCaller(value: unknown, at: string, { path, hash, plan }: FileRevision): Caller {
  const [first, second, third, fourth] = toTuple(value, at, 1, 4)
  if (second === undefined) return { path, hash, plan, function: toCount(first, `${at}[0]`) }
  const name = toText(first, `${at}[0]`)
  if (third === undefined) return { context: name, file: second === null ? null : toText(second, `${at}[1]`) }
  const revision = { path: name, hash: toText(second, `${at}[1]`), plan: toText(third, `${at}[2]`) }
  return { ...revision, function: toCount(fourth, `${at}[3]`) }
}

/** Functions have the first counters, so a callee is an index of `counts`, too. */
function decodePairs(value: unknown, callers: Caller[], counters: number): CallerPair[] {
  return toArray(value, 'pairs').map((item, index) => {
    const [callee, caller, count] = Array.isArray(item) && item.length === 3 ? (item as unknown[]) : []
    const known = isCount(caller) ? callers[caller] : undefined
    if (known === undefined || !isCount(callee) || callee >= counters || !isCount(count)) {
      throw wrongPair(item, `pairs[${index}]`, counters, callers.length)
    }
    return { callee, caller: known, count }
  })
}

function wrongPair(item: unknown, at: string, counters: number, callers: number): DecodeError {
  return new DecodeError(at, item, `[callee below ${counters}, caller below ${callers}, count from 0 to 2^53-1]`)
}
