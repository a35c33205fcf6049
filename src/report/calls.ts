import type { Actor, Call, FunctionActor } from '../model/analysis.ts'
import type { Caller, ContextCaller, FileCounts, FilePath, FileRevision, FunctionCaller } from '../model/counts.ts'
import { moduleName } from '../model/paths.ts'
import type { CounterIndex, FileSites, Position } from '../model/sites.ts'
import { actorKeys } from './actor.ts'
import { sortBy } from './order.ts'

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

/**
 * The caller pairs of any number of records, as numbers: the records need not be kept, and the functions not be known
 * before all of them have been added.
 */
export class CallTable {
  readonly #actors: Caller[] = []
  readonly #numbers = new Map<string, ActorNumber>()
  readonly #callers: ActorNumber[] = []
  readonly #callees: ActorNumber[] = []
  readonly #counts: number[] = []

  add({ path, hash, plan, pairs }: FileCounts): void {
    // One caller object usually stands in many pairs, and one callee too: they are looked up once.
    const callers = new Map<Caller, ActorNumber>()
    const callees = new Map<CounterIndex, ActorNumber>()
    for (const { caller, callee, count } of pairs) {
      const from = callers.get(caller) ?? this.#number(caller)
      const to = callees.get(callee) ?? this.#number({ path, hash, plan, function: callee })
      callers.set(caller, from)
      callees.set(callee, to)
      this.#callers.push(from)
      this.#callees.push(to)
      this.#counts.push(count)
    }
  }

  /**
   * All calls with their functions named, sorted by caller, then callee. A function whose revision is gone is called
   * `<function 3 of another revision>` by its counter, at 1:0.
   */
  resolve(functionsOf: FindFunctions): Call[] {
    const { ranks, actors } = rankActors(this.#actors, functionsOf)
    const keys = Float64Array.from(this.#callers, (caller, index) => {
      return ranks[caller]! * actors.length + ranks[this.#callees[index]!]!
    })
    const calls: Call[] = []
    let last: number | undefined
    for (const index of Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]!)) {
      const [key, count] = [keys[index]!, this.#counts[index]!]
      if (key === last) calls.at(-1)!.count += count
      else calls.push(callOf(actors, key, count))
      last = key
    }
    return calls
  }

  #number(actor: Caller): ActorNumber {
    const key = JSON.stringify(
      'context' in actor ? [actor.context, actor.file] : [actor.path, actor.hash, actor.plan, actor.function],
    )
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.#actors.length)
    return this.#actors.push(actor) - 1
  }
}

function callOf(actors: Actor[], key: number, count: number): Call {
  const caller = actors[Math.floor(key / actors.length)]!
  return { caller, callee: actors[key % actors.length] as FunctionActor, count }
}

interface NamedActor {
  number: ActorNumber
  actor: Actor
  /** By place, not by counter: in another build of its file, a function has another one. */
  identity: string
}

/** The actors as reports name them, each once and sorted, and for each number which of them it is. */
function rankActors(callers: Caller[], functionsOf: FindFunctions): { ranks: Uint32Array; actors: Actor[] } {
  const modules = new Map<FilePath, string>()
  const named = callers.map((caller, number): NamedActor => {
    if ('context' in caller) return { number, ...nameContext(caller) }
    const module = modules.get(caller.path) ?? moduleName(caller.path)
    modules.set(caller.path, module)
    return { number, ...nameFunction(caller, module, functionsOf(caller)?.get(caller.function)) }
  })
  const ranks = new Uint32Array(callers.length)
  const actors: Actor[] = []
  let last: string | undefined
  for (const { number, actor, identity } of sortBy(named, (one) => [...actorKeys(one.actor), one.identity])) {
    if (identity !== last) actors.push(actor)
    ranks[number] = actors.length - 1
    last = identity
  }
  return { ranks, actors }
}

type Named = Omit<NamedActor, 'number'>

function nameContext({ context, file }: ContextCaller): Named {
  return { actor: { context, file }, identity: JSON.stringify([context, file]) }
}

function nameFunction(caller: FunctionCaller, module: string, known: NamedFunction | undefined): Named {
  const { path, hash, plan, function: counter } = caller
  const name = known?.name ?? `<function ${counter} of another revision>`
  const at = known?.at ?? { line: 1, column: 0 }
  const identity = JSON.stringify(known ? [path, name, at.line, at.column] : [path, hash, plan, counter])
  return { actor: { path, module, name, at }, identity }
}

/** Equal for equal revisions, and for no others. */
export function revisionKey({ path, hash, plan }: FileRevision): string {
  return JSON.stringify([path, hash, plan])
}
