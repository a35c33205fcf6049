/** Where the walk is: its counters, its hints, its lines, and the function around. */
import type { Expression, Node, Statement } from 'oxc-parser'
import type { BranchKind, CounterIndex, Line } from '../../model/sites.ts'
import type { Arms, SiteCollector, Span } from '../collect.ts'
import type { HintKind, Hints } from '../hints.ts'
import { isAnonymousDefinition, unwrap } from '../inert.ts'
import type { CallerPlanter, Planter } from '../planter.ts'
import { startOf } from '../shapes.ts'
import { FunctionState } from './function-state.ts'
import { HintCursor } from './hint-cursor.ts'

export interface WalkInput {
  text: string
  hints: Hints
  /** null: nothing is planted. */
  planter: Planter | null
  /** null: sites are not wanted. */
  collector: SiteCollector | null
  /** The text is TypeScript, so a transpiler will move code in its constructors. */
  isTyped: boolean
  /** Whether what starts at an offset is the user's. A tool made the rest, which gets no probe. null: all is the user's. */
  isOriginal: ((offset: number) => boolean) | null
  /** The line of an offset, for a trace that shows lines as they run; null: there is none. */
  lineOf: ((offset: number) => Line) | null
}

/** How nodes of each kind are visited. The walk has taken their hints already. */
export interface Visitors {
  /** `name`: what a function in the place of the node would be called. */
  expression(walk: Walk, node: Node, name: string | null): void
  /** `at`: where a probe before the statement goes. Tells whether control never reaches the end of the statement. */
  statement(walk: Walk, node: Statement, at: number, hint: HintKind | null): boolean
}

/** Which part of the engine's stack each probe takes to parse, measured in a Node without options. */
export const nesting: Record<'function' | 'field' | 'wrap' | 'brace', number> = {
  function: 1 / 620,
  field: 1 / 320,
  wrap: 1 / 900,
  brace: 1 / 1100,
}

export class Walk {
  readonly text: string
  readonly hints: HintCursor
  readonly planter: Planter | null
  readonly callers: CallerPlanter | null
  readonly collector: SiteCollector | null
  readonly isTyped: boolean
  readonly isOriginal: ((offset: number) => boolean) | null
  readonly lineOf: ((offset: number) => Line) | null
  /** How many counters are taken. */
  counters = 0
  /** How many `with` statements are around. In there a declared name can be a setter. */
  withDepth = 0
  fn: FunctionState = new FunctionState('', null)
  /** The `await` or `yield` whose value the present statement destructures. The function is resumed behind that statement. */
  suspendedPattern: Expression | null = null
  readonly #visitors: Visitors

  constructor(input: WalkInput, visitors: Visitors) {
    this.text = input.text
    this.hints = new HintCursor(input.hints)
    this.planter = input.planter
    this.callers = input.planter?.callers ?? null
    this.collector = input.collector
    this.isTyped = input.isTyped
    this.isOriginal = input.isOriginal
    this.lineOf = input.lineOf
    this.#visitors = visitors
  }

  // --- nodes ---

  /** See `Visitors.expression`. */
  expression(node: Node, name: string | null = null): void {
    if (!this.hints.take(node.start)) return this.#visitors.expression(this, node, name)
    this.hints.ignoring(() => this.#visitors.expression(this, node, name))
    this.fn.currentCounter = -1
  }

  /** Tells whether control never reaches the end of the statement. `at`: where a probe before it goes. */
  statement(node: Statement, at: number = node.start): boolean {
    const hint = this.hints.take(startOf(node), node.type === 'IfStatement')
    if (hint !== 'next') return this.#visitStatement(node, at, hint)
    return this.hints.ignoring(() => this.#visitStatement(node, at, hint))
  }

  /** Tells whether control never reaches the end of the list. */
  statements(list: readonly Statement[]): boolean {
    let isAbrupt = false
    for (const statement of list) {
      if (!this.statement(statement)) continue
      isAbrupt = true
      this.fn.currentCounter = -1
    }
    return isAbrupt
  }

  /** Visits a node, and leaves it out if a hint before it says so. */
  withHint<T>(node: { start: number }, visit: () => T): T {
    return this.hints.take(node.start) ? this.hints.ignoring(visit) : visit()
  }

  isIgnored(offset: number): boolean {
    return this.isOriginal?.(offset) === false || this.hints.isIgnored(offset)
  }

  // --- functions ---

  /** Returns the state of the function around, for `leave`. `name`: within that function. */
  enter(name: string): FunctionState {
    return this.enterNamed(this.qualify(name))
  }

  /** The same with the full name. */
  enterNamed(name: string): FunctionState {
    const outer = this.fn
    this.fn = new FunctionState(name, outer)
    this.nest(nesting.function)
    return outer
  }

  leave(outer: FunctionState): void {
    this.fn = outer
  }

  qualify(name: string): string {
    return this.fn.name === '' ? name : `${this.fn.name}.${name}`
  }

  /** Functions that `visit` comes to get their names within that one. */
  within(name: string, visit: () => void): void {
    const { fn } = this
    const { name: own } = fn
    fn.name = name
    visit()
    fn.name = own
  }

  // --- counters ---

  /** A statement's site. The probe goes before the statement, unless its counter is known already. Tells whether a probe was planted. */
  countStatement(node: Statement, at: number, typescript = false): boolean {
    const isCounted = this.countOnly(node, at, typescript)
    if (this.lineOf && !this.isIgnored(node.start)) return this.showLine(node.start, at) || isCounted
    return isCounted
  }

  /** The same for statements that show their line in another place. */
  countOnly(node: Statement, at: number, typescript = false): boolean {
    if (this.isIgnored(node.start)) {
      this.fn.currentCounter = -1
      return false
    }
    const known = this.fn.currentCounter
    this.newSite([node.start, node.end], at, typescript)
    return known < 0
  }

  /** `at` -1: the caller of this method plants the probe. */
  newSite(span: Span, at: number, typescript = false): CounterIndex {
    const { fn } = this
    if (fn.currentCounter < 0) {
      fn.currentCounter = this.counters++
      if (at >= 0) this.planter?.count(at, fn.currentCounter, fn.scope)
    }
    this.collector?.statement(span, fn.currentCounter, typescript)
    return fn.currentCounter
  }

  /** null: the branch is left out. */
  newBranch(kind: BranchKind, { start, end }: { start: number; end: number }): Arms | null {
    return this.isIgnored(start) ? null : (this.collector?.branch(kind, [start, end]) ?? [])
  }

  newArm(arms: Arms | null, span: Span | null): CounterIndex {
    if (!arms) return -1
    const counter = this.counters++
    arms.push({ span, counter })
    return counter
  }

  /**
   * Visits an expression, with a probe around it. `counter` -1: it is not counted. `isNamed`: the language calls an anonymous
   * function in this place by `name`, so the probe has to keep that.
   */
  wrapped(
    node: Expression,
    counter: CounterIndex,
    name: string | null = null,
    isNamed = false,
    line: Line = this.takeLine(unwrap(node).start),
  ): void {
    const inner = unwrap(node)
    const inferred = isNamed && isAnonymousDefinition(inner) ? name : null
    this.planter?.wrapOpen(inner.start, counter, this.fn.scope, inferred, line)
    if (counter >= 0) this.fn.currentCounter = counter
    this.nest(nesting.wrap)
    this.expression(inner, name)
    this.nest(-nesting.wrap)
    this.planter?.wrapClose(inner, inferred)
  }

  /** Throws where the engine could not parse the probes around each other, though it can parse the text without them. */
  nest(depth: number): void {
    this.fn.depth += depth
    if (this.fn.depth > 1) throw new RangeError('nested too deeply')
  }

  #visitStatement(node: Statement, at: number, hint: HintKind | null): boolean {
    const isAbrupt = this.#visitors.statement(this, node, at, hint)
    this.hints.dropUpTo(node.end)
    return isAbrupt
  }

  // --- lines of a trace ---

  /** 0: a trace does not show it. In a `with`, whose object may claim to have our names, a trace shows nothing. */
  lineAt(offset: number): Line {
    return this.lineOf === null || this.fn.scope === 'with' ? 0 : this.lineOf(offset)
  }

  /** The line to show before what starts at an offset, or 0 if a trace has shown it already. */
  takeLine(offset: number): Line {
    if (!this.lineOf) return 0
    const line = this.lineAt(offset)
    if (line === this.fn.lastTracedLine) return 0
    this.fn.lastTracedLine = line
    return line
  }

  /** Shows the line of an offset before a statement at `at`. Tells whether there was something to show. */
  showLine(offset: number, at: number): boolean {
    const line = this.takeLine(offset)
    if (line > 0) this.planter?.line(at, line, this.fn.scope)
    return line > 0
  }

  /** Where all ways through a node meet. If the node has one line, each of them has shown that line last. */
  joinLines({ start, end }: { start: number; end: number }): void {
    if (this.lineOf && this.lineAt(start) !== this.lineAt(end - 1)) this.fn.lastTracedLine = 0
  }
}

/** What a trace has shown last where two ways meet; 0: the ways differ. */
export function sameLine(one: Line, other: Line): Line {
  return one === other ? one : 0
}
