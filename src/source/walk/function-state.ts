import type { CounterIndex, Line } from '../../model/sites.ts'
import type { Scope, TracedFunction } from '../planter.ts'

export interface Loop {
  labels: string[]
  /** What a trace shows at the end of each round; 0: nothing, the loop's head shows it. */
  lineToRepeat: Line
}

/** What the walk knows about the function that it is in. The walk takes another one when it enters another function. */
export class FunctionState {
  /** Says how often the present point is reached; -1: no counter does. */
  currentCounter: CounterIndex
  /** Keeps the caller state at the present point; null: nothing does. */
  traced: TracedFunction | null = null
  scope: Scope
  isStrict: boolean
  /** The function's full name, which its inner functions' names begin with; empty at the top level. */
  name: string
  /** Counts a derived class's parameter properties, which are set right behind `super()`; -1: there are none, or they are counted. */
  propertiesCounter: CounterIndex = -1
  /** `return x` awaits `x`: in async generators. */
  awaitsReturn: boolean
  /** The function that was resumed and has not set itself as the running one: in the head of a `for await`, in the parameter of a `catch`. */
  resumingFunction: TracedFunction | null = null
  /** The line that a trace has shown last on every way to the present point; 0: the ways differ. */
  lastTracedLine: Line = 0
  /** From the outermost to the innermost. */
  readonly loops: Loop[] = []
  /** Of the statement that comes next. */
  labels: string[] = []
  /** How much of the engine's stack it takes to parse what is planted around the present point: see `Walk.nest`. */
  depth: number
  readonly #outer: FunctionState | null

  /** `outer`: the state of the function around; null: this is the file's top level. */
  constructor(name: string, outer: FunctionState | null) {
    this.name = name
    this.#outer = outer
    this.depth = outer ? outer.depth : 0
    this.currentCounter = outer ? outer.currentCounter : -1
    this.scope = outer ? outer.scope : 'file'
    this.isStrict = outer ? outer.isStrict : false
    this.awaitsReturn = outer ? outer.awaitsReturn : false
  }

  /** The name of the nearest function around that has more of one than who calls it back. */
  get owner(): string {
    return this.#outer && this.name.endsWith('() callback') ? this.#outer.owner : this.name
  }
}
