import type { Expression, Program, Statement } from 'oxc-parser'
import type { CounterIndex, Line } from '../../model/sites.ts'
import type { SiteCollector, Span } from '../collect.ts'
import type { HintKind, Hints, IgnoredSpan, NodeHint } from '../hints.ts'
import type { Frame, Planter, Scope } from '../planter.ts'

export interface WalkInput {
  text: string
  program: Program
  hints: Hints
  planter: Planter
  /** null: sites are not wanted. */
  collector: SiteCollector | null
  /** TypeScript, so that a transpiler will move code in its constructors. */
  typed?: boolean
  /** Whether what starts at an offset is the user's; the rest was made by a tool, and gets no probe. Default: all is. */
  isOriginal?: (offset: number) => boolean
  /** The line of an offset, for a trace that shows lines as they run; null: there is none. */
  lineOf?: ((offset: number) => Line) | null
}

export interface WalkResult {
  /** How many counters the file needs. */
  counters: number
  /** Hints that stand before nothing they could apply to. */
  unusedHints: NodeHint[]
}

/** What the walk knows at the present point: counters, hints, and what is around. */
export abstract class WalkState {
  protected readonly text: string
  protected readonly hints: Hints
  protected readonly planter: Planter
  protected readonly collector: SiteCollector | null
  protected readonly isOriginal: ((offset: number) => boolean) | null
  protected readonly typed: boolean
  protected readonly lineOf: ((offset: number) => Line) | null
  protected readonly unusedHints: NodeHint[] = []
  protected nextHint = 0
  protected counters = 0
  protected reach: CounterIndex = -1
  /** The line that a trace has shown last on the way here, within the function; 0: that depends. */
  protected shown: Line = 0
  /** Depth of ignored nodes around. */
  protected ignored = 0
  /** Depth of `with` statements around: in there a declared name can be a setter. */
  protected withs = 0
  /** Whose caller state the present point belongs to; null where nobody keeps any. */
  protected frame: Frame | null = null
  protected scope: Scope = 'file'
  protected strict = false
  /** Names of the functions around, for the names of those within. */
  protected prefix = ''
  /** Counts a derived class's parameter properties, which run right behind `super()`. */
  protected afterSuper: CounterIndex = -1
  protected awaitsReturn = false
  /** The function that is not yet itself again: in the head of a `for await`, in the parameter of a `catch`. */
  protected resumes: Frame | null = null
  /** The `await` or `yield` behind whose statement the function is itself again. */
  protected apart: Expression | null = null

  constructor(input: WalkInput) {
    this.text = input.text
    this.hints = input.hints
    this.planter = input.planter
    this.collector = input.collector
    this.isOriginal = input.isOriginal ?? null
    this.typed = input.typed ?? false
    this.lineOf = input.lineOf ?? null
  }

  result(): WalkResult {
    return { counters: this.counters, unusedHints: this.unusedHints }
  }

  // --- counters, hints, names ---

  /** A statement's site. Its probe goes before it, unless the counter is known already; tells whether it planted one. */
  protected countStatement(node: Statement, at: number, typescript = false): boolean {
    const counted = this.countOnly(node, at, typescript)
    if (this.lineOf && !this.ignoredAt(node.start)) return this.showLine(node.start, at) || counted
    return counted
  }

  /** The same for what shows its line in another place. */
  protected countOnly(node: Statement, at: number, typescript = false): boolean {
    if (this.ignoredAt(node.start)) {
      this.reach = -1
      return false
    }
    const known = this.reach
    this.newSite([node.start, node.end], at, typescript)
    return known < 0
  }

  /** `at` -1: whoever calls plants the probe. */
  protected newSite(span: Span, at: number, typescript = false): CounterIndex {
    if (this.reach < 0) {
      this.reach = this.counters++
      if (at >= 0) this.planter.count(at, this.reach, this.scope)
    }
    this.collector?.statement(span, this.reach, typescript)
    return this.reach
  }

  // --- lines ---

  protected lineAt(offset: number): Line {
    // The object of a `with` may have our names, and be asked for more than it can bear.
    return this.scope === 'with' ? 0 : (this.lineOf?.(offset) ?? 0)
  }

  /** The line of what runs now, or 0 if it was shown already: several statements of a straight run may share one. */
  protected arrive(offset: number): Line {
    if (!this.lineOf) return 0
    const line = this.lineAt(offset)
    if (line === this.shown) return 0
    this.shown = line
    return line
  }

  /** Before a statement, at `at`; tells whether there was something to show. */
  protected showLine(offset: number, at: number): boolean {
    const line = this.arrive(offset)
    if (line > 0) this.planter.line(at, line, this.scope)
    return line > 0
  }

  /** Where several ways through a node meet: all of them have shown its line if it has only one. */
  protected meet({ start, end }: { start: number; end: number }): void {
    if (this.lineOf && this.lineAt(start) !== this.lineAt(end - 1)) this.shown = 0
  }

  protected ignoring<T>(visit: () => T): T {
    this.ignored++
    try {
      return visit()
    } finally {
      this.ignored--
    }
  }

  /** Visits a node, whose hint, if it has one, speaks of all of it. */
  protected heeding<T>(node: { start: number }, visit: () => T): T {
    return this.hint(node) ? this.ignoring(visit) : visit()
  }

  protected ignoredAt(offset: number): boolean {
    return this.isOriginal?.(offset) === false || this.hintedAt(offset)
  }

  protected hintedAt(offset: number): boolean {
    if (this.ignored > 0) return true
    const { spans, noCover } = this.hints
    if (spans.length === 0 && noCover.length === 0) return false
    const holds = (span: IgnoredSpan): boolean => span.start <= offset && offset < span.end
    return spans.some(holds) || noCover.some(holds)
  }

  /** `tstrace: no cover` on a function's or class's header speaks of the whole. */
  protected headNotCovered(start: number, end: number): boolean {
    return this.hints.noCover.some((line) => start < line.end && line.start <= end)
  }

  /** The hint right before a node, if any; `if` and `else` are for `if` statements. */
  protected hint(node: { start: number }, isIf?: false): 'next' | null
  protected hint(node: { start: number }, isIf: boolean): HintKind | null
  protected hint(node: { start: number }, isIf = false): HintKind | null {
    const { nodes } = this.hints
    if (this.nextHint === nodes.length) return null
    let kind: HintKind | null = null
    for (let next = nodes[this.nextHint]; next && next.target <= node.start; next = nodes[++this.nextHint]) {
      if (next.target === node.start && (isIf || next.kind === 'next')) kind = next.kind
      else this.unused(next)
    }
    return kind
  }

  /** Before the expression, or within the parentheses around it. */
  protected isHinted(node: Expression): boolean {
    if (this.hint(node)) return true
    return node.type === 'ParenthesizedExpression' && this.isHinted(node.expression)
  }

  /** Hints at the end of a node, behind everything in it, apply to nothing. */
  protected dropHints(end: number): void {
    const { nodes } = this.hints
    if (this.nextHint === nodes.length) return
    for (let next = nodes[this.nextHint]; next && next.end <= end; next = nodes[++this.nextHint]) this.unused(next)
  }

  protected unused(hint: NodeHint): void {
    if (this.ignored === 0) this.unusedHints.push(hint)
  }

  protected qualify(name: string): string {
    return this.prefix === '' ? name : `${this.prefix}.${name}`
  }
}
