/** Writes what says which function runs, and what puts its caller back. */
import type { Node } from 'oxc-parser'
import type { Line } from '../model/sites.ts'
import type { CallerPlanter, Scope, Suspension, TracedFunction } from '../source/planter.ts'
import type { CoverageStrategy } from './coverage-strategy.ts'
import type { Insertions } from './insertions.ts'
import type { PreambleParts } from './preamble.ts'
import type { ProbeText } from './probe-text.ts'

export class CallerTextPlanter implements CallerPlanter {
  /** What the preamble must bring along. */
  readonly parts: Pick<PreambleParts, 'iterables' | 'disposal'> = { iterables: false, disposal: false }
  readonly #insertions: Insertions
  readonly #text: ProbeText
  readonly #strategy: CoverageStrategy
  #disposals = 0

  constructor(insertions: Insertions, text: ProbeText, strategy: CoverageStrategy) {
    this.#insertions = insertions
    this.#text = text
    this.#strategy = strategy
  }

  leaveFile(at: number, traced: TracedFunction): void {
    this.#insertions.insert(at, this.#text.restoreFile(traced))
  }

  // --- guards ---

  become(at: number, traced: TracedFunction): void {
    this.#insertions.insert(at, this.#text.become(traced))
  }

  guardOpen(at: number, traced: TracedFunction): void {
    this.#insertions.insert(at, this.#text.guardStart(traced))
  }

  guardClose(at: number, traced: TracedFunction, declares: boolean): void {
    this.#insertions.insert(at, '}', { at })
    this.#insertions.insert(at, this.#text.guardEnd(traced, declares && this.#strategy.marksDeclarations))
  }

  onBehalfOpen(at: number, traced: TracedFunction, scope: Scope): void {
    this.#insertions.insert(at, '(', { at })
    this.#insertions.insert(at, this.#text.asideStart(traced, scope))
  }

  onBehalfClose(at: number): void {
    this.#insertions.insert(at, this.#text.asideEnd)
    this.#insertions.insert(at, ')()', 'previous')
  }

  fieldOpen(at: number, traced: TracedFunction, scope: Scope, line: Line): void {
    // For another tool a name comes first, as transpilers do not map parentheses.
    this.#insertions.insert(at, this.#strategy.isShared ? `(${this.#text.record(scope)},(` : '(', { at })
    this.#insertions.insert(at, this.#text.initializerStart(traced, scope, line))
  }

  fieldClose({ end }: Node): void {
    this.onBehalfClose(end)
    if (this.#strategy.isShared) this.#insertions.insert(end, ')', 'previous')
  }

  // --- suspension ---

  suspendOpen(at: number, traced: TracedFunction, kind: Suspension): void {
    this.#insertions.insert(at, this.#text.suspendStart(traced, kind), { at })
  }

  operandOpen(at: number, traced: TracedFunction, anonymous: boolean): void {
    this.#insertions.insert(at, this.#text.operandStart(traced, anonymous), { at })
  }

  operandClose(node: Node, traced: TracedFunction, anonymous: boolean): void {
    this.#insertions.insert(node.end, this.#text.operandEnd(traced, anonymous), this.#strategy.endOf(node))
  }

  suspendClose(node: Node, traced: TracedFunction, kind: Suspension): void {
    this.#insertions.insert(node.end, `,${this.#text.resumeBehind(traced, kind)},`)
    this.#insertions.insert(node.end, `${this.#text.temporary(traced)})`, this.#strategy.endOf(node))
  }

  iterableOpen(at: number, traced: TracedFunction): void {
    this.parts.iterables = true
    this.#insertions.insert(at, this.#text.iterableStart(traced), { at })
  }

  iterableClose(node: Node, traced: TracedFunction, async: boolean): void {
    this.#insertions.insert(node.end, this.#text.iterableEnd(traced, async), this.#strategy.endOf(node))
  }

  resume(at: number, traced: TracedFunction): void {
    this.#insertions.insert(at, this.#text.resumeStatement(traced))
  }

  resumeExpressionOpen(at: number, traced: TracedFunction): void {
    this.#insertions.insert(at, `(${this.#text.temporary(traced)},`, { at })
    this.#insertions.insert(at, `${this.#text.resumption(traced)},`)
  }

  resumeExpressionClose(at: number): void {
    this.#insertions.insert(at, ')', 'previous')
  }

  resumeStatementOpen(at: number): void {
    this.#insertions.insert(at, 'try{')
  }

  resumeStatementClose(at: number, traced: TracedFunction): void {
    this.#insertions.insert(at, `}finally{${this.#text.resumeStatement(traced)}}`)
  }

  releaseBeforeDisposal(at: number, traced: TracedFunction): void {
    this.parts.disposal = true
    this.#insertions.insert(at, this.#text.releasingResource(traced, this.#disposals++))
  }
}
