import type { Actor, Calls } from '../model/analysis.ts'
import type { Caller, ContextCaller, FileCounts, FileRevision } from '../model/counts.ts'
import { moduleName } from '../model/paths.ts'
import type { CounterIndex, FileSites, Position } from '../model/sites.ts'
import { actorFile, compareActors } from './actor.ts'
import { compareText, groupBy } from './order.ts'

export interface NamedFunction {
  name: string
  at: Position
}

/** The functions of a revision of a file by their counters, or null when that revision is gone. */
export type FindFunctions = (revision: FileRevision) => ReadonlyMap<CounterIndex, NamedFunction> | null

/** What the names of a file's functions take, and no more: they are kept until all files are known. */
export function nameFunctions({ functions }: FileSites): Map<CounterIndex, NamedFunction> {
  return new Map(functions.map(({ counter, name, head }) => [counter, { name, at: head.start }]))
}

/** In the order in which they came. */
type ActorNumber = number

/** In columns: caller, callee, how often. */
interface Pairs {
  callers: Uint32Array
  callees: Uint32Array
  counts: Float64Array
}

/** The functions of one revision that call or are called. */
interface KnownFunctions {
  revision: FileRevision
  numbers: Map<CounterIndex, ActorNumber>
}

interface KnownContext {
  caller: ContextCaller
  number: ActorNumber
}

/**
 * The caller pairs of any number of records, as numbers: the records need not be kept, and the functions not be known
 * before all of them have been added.
 */
export class CallTable {
  readonly #contexts = new Map<string, KnownContext>()
  /** By `revisionKey`. */
  readonly #functions = new Map<string, KnownFunctions>()
  #actors = 0
  /** A list of all of them would be copied again and again as it grows. */
  readonly #pairs: Pairs[] = []

  add(record: FileCounts): void {
    const own = this.#functionsOf(record)
    const added = newPairs(record.pairs.length)
    // One caller object usually stands in many pairs: it is looked up once.
    const callers = new Map<Caller, ActorNumber>()
    for (const [index, { caller, callee, count }] of record.pairs.entries()) {
      const number = callers.get(caller) ?? this.#numberOf(caller)
      callers.set(caller, number)
      added.callers[index] = number
      added.callees[index] = this.#numberIn(own, callee)
      added.counts[index] = count
    }
    this.#pairs.push(added)
  }

  /**
   * All calls with their functions named. A function whose revision is gone is called `<function 3 of another revision>`
   * by its counter, at 1:0.
   */
  resolve(functionsOf: FindFunctions): Calls {
    const { ranks, actors } = rankActors([...this.#nameContexts(), ...this.#nameFunctions(functionsOf)])
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

  *#nameContexts(): Generator<NamedActor> {
    for (const { caller, number } of this.#contexts.values())
      yield { number, actor: caller, identity: caller.file === null ? 'of no file' : '' }
  }

  *#nameFunctions(functionsOf: FindFunctions): Generator<NamedActor> {
    for (const { revision, numbers } of this.#functions.values()) {
      const module = moduleName(revision.path)
      const functions = functionsOf(revision)
      for (const [counter, number] of numbers)
        yield { number, ...nameFunction(revision, module, counter, functions?.get(counter)) }
    }
  }

  #numberOf(caller: Caller): ActorNumber {
    if ('path' in caller) return this.#numberIn(this.#functionsOf(caller), caller.function)
    const { context, file } = caller
    const key = JSON.stringify([context, file])
    const known = this.#contexts.get(key) ?? { caller: { context, file }, number: this.#actors++ }
    this.#contexts.set(key, known)
    return known.number
  }

  #numberIn({ numbers }: KnownFunctions, counter: CounterIndex): ActorNumber {
    const known = numbers.get(counter)
    if (known !== undefined) return known
    numbers.set(counter, this.#actors)
    return this.#actors++
  }

  #functionsOf({ path, hash, plan }: FileRevision): KnownFunctions {
    const key = revisionKey({ path, hash, plan })
    const known = this.#functions.get(key) ?? { revision: { path, hash, plan }, numbers: new Map() }
    this.#functions.set(key, known)
    return known
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
  number: ActorNumber
  actor: Actor
  /** What tells apart actors of one name and place; '' for most. */
  identity: string
}

/** The actors as reports name them, each once and sorted, and for each number which of them it is. */
function rankActors(named: NamedActor[]): { ranks: Uint32Array; actors: Actor[] } {
  const ranks = new Uint32Array(named.length)
  const actors: Actor[] = []
  for (const ofFile of sortedByFile(named)) {
    let last: NamedActor | undefined
    for (const one of ofFile) {
      if (last === undefined || compareNamed(last, one) !== 0) actors.push(one.actor)
      ranks[one.number] = actors.length - 1
      last = one
    }
  }
  return { ranks, actors }
}

function sortedByFile(named: NamedActor[]): NamedActor[][] {
  const files = groupBy(named, ({ actor }) => actorFile(actor))
  return [...files.keys()].sort().map((file) => (files.get(file) ?? []).sort(compareNamed))
}

function compareNamed(a: NamedActor, b: NamedActor): number {
  return compareActors(a.actor, b.actor) || compareText(a.identity, b.identity)
}

/** By place, not by counter: in another build of its file, a function has another one. */
function nameFunction(
  { path, hash, plan }: FileRevision,
  module: string,
  counter: CounterIndex,
  known: NamedFunction | undefined,
): Omit<NamedActor, 'number'> {
  if (known) return { actor: { path, module, name: known.name, at: known.at }, identity: '' }
  const name = `<function ${counter} of another revision>`
  return { actor: { path, module, name, at: { line: 1, column: 0 } }, identity: JSON.stringify([hash, plan, counter]) }
}

/** Equal for equal revisions, and for no others. */
export function revisionKey({ path, hash, plan }: FileRevision): string {
  return JSON.stringify([path, hash, plan])
}
