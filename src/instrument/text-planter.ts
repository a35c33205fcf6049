/** Writes the probes that count into the text. */
import type { Node } from 'oxc-parser'
import type { CounterIndex, Line } from '../model/sites.ts'
import type { NodeHint } from '../source/hints.ts'
import type { Planter, Scope, TracedFunction } from '../source/planter.ts'
import type { CallerTextPlanter } from './caller-text-planter.ts'
import type { CoverageStrategy } from './coverage-strategy.ts'
import type { InsertionIndex, Insertions } from './insertions.ts'
import { type ProbeText, propertyAccess, propertyKey } from './probe-text.ts'

export class TextPlanter implements Planter {
  readonly callers: CallerTextPlanter | null
  readonly countsBeforeFields: boolean = false
  readonly nestsConditionals: boolean = false
  protected readonly insertions: Insertions
  protected readonly text: ProbeText
  readonly #strategy: CoverageStrategy
  #preamble: InsertionIndex = -1
  #declarations = ''

  constructor(insertions: Insertions, text: ProbeText, strategy: CoverageStrategy, callers: CallerTextPlanter | null) {
    this.insertions = insertions
    this.text = text
    this.callers = callers
    this.#strategy = strategy
  }

  /** The preamble depends on what the file turns out to need. */
  finish(preamble: string): void {
    if (this.#preamble >= 0) this.insertions.fill(this.#preamble, preamble + this.#declarations)
  }

  keepHints(_hints: NodeHint[]): void {}

  /** What is inserted right before a node whose hint another tool reads. */
  protected hintAt(_at: number): string {
    return ''
  }

  enterFile(at: number, traced: TracedFunction, file: { separate: boolean; module: boolean }): void {
    if (file.module) this.text.hasCompletionValue = false
    if (file.separate) this.separate(at)
    this.#preamble = this.insertions.insert(at, '')
    this.#declarations = this.text.fileEntry(traced)
  }

  // --- counts and lines ---

  separate(at: number): void {
    this.insertions.insert(at, `;${this.hintAt(at)}`, 'previous')
  }

  count(at: number, counter: CounterIndex, scope: Scope, closes?: Node): void {
    const text = this.text.count(counter, scope)
    if (!closes) return void this.insertions.insert(at, text + this.hintAt(at))
    const index = text.indexOf('[') + 1
    this.insertions.insert(at, text.slice(0, index))
    this.insertions.insert(at, text.slice(index), this.#strategy.endOf(closes))
  }

  line(at: number, line: Line, scope: Scope): void {
    this.insertions.insert(at, this.text.valueless(this.text.line(line, scope), scope))
  }

  lineInHead(at: number, line: Line, scope: Scope): void {
    this.insertions.insert(at, this.text.line(line, scope))
  }

  wrapOpen(at: number, counter: CounterIndex, scope: Scope, name: string | null, line: Line): void {
    const probes = this.text.countAndLine(counter, scope, line)
    this.insertions.insert(at, name === null ? `(${probes},` : `(${probes},{${propertyKey(name)}:`, { at })
  }

  wrapClose(node: Node, name: string | null): void {
    const text = name === null ? ')' : `}${propertyAccess(name)})`
    this.insertions.insert(node.end, text, this.#strategy.endOf(node))
  }

  braceOpen(at: number): void {
    this.insertions.insert(at, '{', { at })
  }

  braceClose(at: number, statement: Node): void {
    this.insertions.insert(at, '}', this.#strategy.endOf(statement))
  }

  // --- an `else` without braces ---

  testOpen(_at: number, _counter: CounterIndex, _scope: Scope): void {}

  testClose(_at: number): void {}

  implicitElse(at: number, counter: CounterIndex, scope: Scope): void {
    this.insertions.insert(at, `else{${this.text.count(counter, scope)}}`)
  }

  elseIf(at: number, counter: CounterIndex, scope: Scope): void {
    this.insertions.insert(at, `${this.text.record(scope)}[${counter}]++,`)
  }

  // --- functions ---

  enter(at: number, traced: TracedFunction): void {
    this.insertions.insert(at, this.text.entry(traced))
  }

  arrowOpen(at: number, traced: TracedFunction, { start }: Node, line: Line): void {
    const guard = this.text.isGuarded(traced) ? this.text.guardStart(traced) : ''
    const shown = line > 0 ? `${this.text.line(line, 'function')};` : ''
    this.insertions.insert(at, '{', { at: start })
    this.insertions.insert(at, `${this.text.entry(traced)}${guard}${shown}`)
    this.insertions.insert(at, 'return ', { at: start })
  }

  arrowClose(at: number, traced: TracedFunction, body: Node): void {
    // To a tool that knows no parentheses, what is returned ends before they close. The function ends behind them.
    const isHidden = this.#strategy.hidesParentheses && body.end < at
    const isGuarded = this.text.isGuarded(traced)
    const end = this.#strategy.endOf(body)
    const unmappedFrom = isHidden ? body.end : at
    if (isGuarded) {
      this.insertions.insert(at, '}', end, unmappedFrom)
      this.insertions.insert(at, this.text.guardEnd(traced))
    }
    this.insertions.insert(at, '}', isHidden ? { at: at - 1 } : end, isGuarded ? at : unmappedFrom)
  }

  fieldCount(at: number, counter: CounterIndex, scope: Scope, isStatic: boolean, line: Line): void {
    const name = `#${this.text.names.fetch}${counter}`
    const probes = this.text.countAndLine(counter, scope, line)
    this.insertions.insert(at, `${isStatic ? 'static ' : ''}${name}=(${probes});`)
  }
}
