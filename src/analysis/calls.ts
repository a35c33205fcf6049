import type { Actor, Calls } from '../model/analysis.ts'
import { type CallerNumber, CallerNumbers } from '../model/caller-numbers.ts'
import type { Caller, FileCounts, FileRevision } from '../model/counts.ts'
import { compareText } from '../model/order.ts'
import { moduleName } from '../model/paths.ts'
import type { CounterIndex, FileSites, Position } from '../model/sites.ts'
import { actorFile, compareActors } from './actor.ts'
import { groupBy } from './sort-by.ts'

export interface FunctionName {
  name: string
  at: Position
}

/** The functions of a revision of a file by their counters, or null when that revision is gone. */
export type FindFunctions = (revision: FileRevision) => ReadonlyMap<CounterIndex, FunctionName> | null

/** What the names of a file's functions take, and no more: they are kept until all files are known. */
export function nameFunctions({ functions }: FileSites): Map<CounterIndex, FunctionName> {
  return new Map(functions.map(({ counter, name, head }) => [counter, { name, at: head.start }]))
}

/** In columns: caller, callee, how often. */
interface Pairs {
  callers: Uint32Array
  callees: Uint32Array
  counts: Float64Array
}

/** The caller pairs of any number of records, as numbers. The records are not kept, and functions are named at the end. */
export class CallTable {
  readonly #numbers = new CallerNumbers()
  /** Of each record. One list would be copied again and again as it grows. */
  readonly #pairs: Pairs[] = []

  add(record: FileCounts): void {
    const added = newPairs(record.pairs.length)
    for (const [index, { caller, callee, count }] of record.pairs.entries()) {
      added.callers[index] = this.#numbers.numberOf(caller)
      added.callees[index] = this.#numbers.numberOfFunction(record, callee)
      added.counts[index] = count
    }
    this.#pairs.push(added)
  }

  /** All calls. A function of an unknown revision is named by its counter, at 1:0: `<function 3 of another revision>`. */
  resolve(functionsOf: FindFunctions): Calls {
    const { ranks, actors } = rankActors(this.#numbers.callers.map((caller) => nameActor(caller, functionsOf)))
    const pairs = concatenate(this.#pairs)
    const calls = newPairs(pairs.counts.length)
    let rows = 0
    for (const pair of sortPairs(pairs, ranks, actors.length)) {
      const [caller, callee] = [ranks[pairs.callers[pair]!]!, ranks[pairs.callees[pair]!]!]
      if (rows === 0 || calls.callers[rows - 1] !== caller || calls.callees[rows - 1] !== callee) rows++
      calls.callers[rows - 1] = caller
      calls.callees[rows - 1] = callee
      calls.counts[rows - 1]! += pairs.counts[pair]!
    }
    const [callers, callees] = [calls.callers.subarray(0, rows), calls.callees.subarray(0, rows)]
    return { actors, callers, callees, counts: calls.counts.subarray(0, rows) }
  }
}

function newPairs(length: number): Pairs {
  return { callers: new Uint32Array(length), callees: new Uint32Array(length), counts: new Float64Array(length) }
}

function concatenate(all: Pairs[]): Pairs {
  const sum = newPairs(all.reduce((length, { counts }) => length + counts.length, 0))
  let start = 0
  for (const { callers, callees, counts } of all) {
    sum.callers.set(callers, start)
    sum.callees.set(callees, start)
    sum.counts.set(counts, start)
    start += counts.length
  }
  return sum
}

/** Their indexes, by the ranks of caller and then callee. */
function sortPairs({ callers, callees, counts }: Pairs, ranks: Uint32Array, actors: number): Uint32Array {
  const byCallee = sortStable(Uint32Array.from(counts.keys()), (pair) => ranks[callees[pair]!]!, actors)
  return sortStable(byCallee, (pair) => ranks[callers[pair]!]!, actors)
}

/** A counting sort, as there may be millions of pairs; `rankOf` is below `ranks`. */
function sortStable(items: Uint32Array, rankOf: (item: number) => number, ranks: number): Uint32Array {
  const places = new Uint32Array(ranks + 1)
  for (const item of items) places[rankOf(item) + 1]!++
  for (let rank = 0; rank < ranks; rank++) places[rank + 1]! += places[rank]!
  const sorted = new Uint32Array(items.length)
  for (const item of items) sorted[places[rankOf(item)]!++] = item
  return sorted
}

interface NamedActor {
  actor: Actor
  /** What tells apart actors of one name and place; '' for most. */
  identity: string
}

/** The actors as reports name them, each once and sorted, and for each number which of them it is. */
function rankActors(named: NamedActor[]): { ranks: Uint32Array; actors: Actor[] } {
  const ranks = new Uint32Array(named.length)
  const actors: Actor[] = []
  let last: NamedActor | undefined
  for (const number of sortActors(named)) {
    const one = named[number]!
    if (last === undefined || compareNamed(last, one) !== 0) actors.push(one.actor)
    ranks[number] = actors.length - 1
    last = one
  }
  return { ranks, actors }
}

/** Their numbers. File by file, which compares fewer paths. */
function sortActors(named: NamedActor[]): CallerNumber[] {
  const files = groupBy(named.keys(), (number) => actorFile(named[number]!.actor))
  const byName = (a: CallerNumber, b: CallerNumber): number => compareNamed(named[a]!, named[b]!)
  return [...files.keys()].sort().flatMap((file) => (files.get(file) ?? []).sort(byName))
}

function compareNamed(a: NamedActor, b: NamedActor): number {
  return compareActors(a.actor, b.actor) || compareText(a.identity, b.identity)
}

/** A function by its place, not by its counter: in another build of the file it has another counter. */
function nameActor(caller: Caller, functionsOf: FindFunctions): NamedActor {
  if ('context' in caller) return { actor: caller, identity: caller.file === null ? 'of no file' : '' }
  const { path, hash, plan, function: counter } = caller
  const module = moduleName(path)
  const known = functionsOf(caller)?.get(counter)
  if (known) return { actor: { path, module, name: known.name, at: known.at }, identity: '' }
  const name = `<function ${counter} of another revision>`
  return { actor: { path, module, name, at: { line: 1, column: 0 } }, identity: JSON.stringify([hash, plan, counter]) }
}
