import type { Expression } from 'oxc-parser'
import type { HintKind, Hints, IgnoredSpan, NodeHint } from '../hints.ts'

/** Hands out a text's ignore hints in the order of the walk, and knows what they leave out. */
export class HintCursor {
  /** Hints before nothing that they could apply to. */
  readonly unused: NodeHint[] = []
  readonly #hints: Hints
  #next = 0
  /** How many ignored nodes are around. */
  #depth = 0

  constructor(hints: Hints) {
    this.#hints = hints
  }

  /** The hint right before what starts at an offset. `if` and `else` are for `if` statements. */
  take(start: number, isIf = false): HintKind | null {
    const { nodes } = this.#hints
    let kind: HintKind | null = null
    while (this.#next < nodes.length) {
      const next = nodes[this.#next] as NodeHint
      if (next.target > start) break
      this.#next++
      if (next.target === start && (isIf || next.kind === 'next')) kind = next.kind
      else this.#drop(next)
    }
    return kind
  }

  /** Takes the hint before an expression, or within the parentheses around it. */
  takeInParentheses(node: Expression): boolean {
    if (this.take(node.start)) return true
    return node.type === 'ParenthesizedExpression' && this.takeInParentheses(node.expression)
  }

  /** Hints up to the end of a node whose parts were all visited apply to nothing. */
  dropUpTo(end: number): void {
    const { nodes } = this.#hints
    while (this.#next < nodes.length) {
      const next = nodes[this.#next] as NodeHint
      if (next.end > end) break
      this.#next++
      this.#drop(next)
    }
  }

  ignoring<T>(visit: () => T): T {
    this.#depth++
    try {
      return visit()
    } finally {
      this.#depth--
    }
  }

  isIgnored(offset: number): boolean {
    if (this.#depth > 0) return true
    const { spans, noCover } = this.#hints
    if (spans.length === 0 && noCover.length === 0) return false
    const holds = (span: IgnoredSpan): boolean => span.start <= offset && offset < span.end
    return spans.some(holds) || noCover.some(holds)
  }

  /** Whether `tstrace: no cover` stands on the header of a function or class, which leaves out the whole. */
  isHeaderExcluded(start: number, end: number): boolean {
    return this.#hints.noCover.some((line) => start < line.end && line.start <= end)
  }

  #drop(hint: NodeHint): void {
    if (this.#depth === 0) this.unused.push(hint)
  }
}
