import type { BranchKind, CounterIndex, FileSites, FunctionKind, Range } from '../model/sites.ts'
import type { LineIndex } from './line-index.ts'

/** From, up to: offsets in UTF-16 units. */
export type Span = readonly [number, number]

/** Of a branch; the walk adds them as it comes to them. `span` null: an `else` that is not in the text. */
export type Arms = { span: Span | null; counter: CounterIndex }[]

/** Gathers sites in the order of the walk, by offset. Positions are looked up once, at the end. */
export class SiteCollector {
  readonly #statements: { span: Span; counter: CounterIndex; typescript: boolean }[] = []
  readonly #functions: { kind: FunctionKind; name: string; head: Span; body: Span; counter: CounterIndex }[] = []
  readonly #branches: { kind: BranchKind; span: Span; arms: Arms }[] = []

  statement(span: Span, counter: CounterIndex, typescript: boolean): void {
    this.#statements.push({ span, counter, typescript })
  }

  function(kind: FunctionKind, name: string, head: Span, body: Span, counter: CounterIndex): void {
    this.#functions.push({ kind, name, head, body, counter })
  }

  branch(kind: BranchKind, span: Span): Arms {
    const arms: Arms = []
    this.#branches.push({ kind, span, arms })
    return arms
  }

  finish(lines: LineIndex, counters: number): FileSites {
    const range = ([start, end]: Span): Range => lines.range(start, end)
    const branches = this.#branches.filter(({ arms }) => arms.length > 0)
    return {
      counters,
      statements: this.#statements.map(({ span, counter, typescript }) =>
        typescript ? { range: range(span), counter, typescript } : { range: range(span), counter },
      ),
      functions: this.#functions.map(({ kind, name, head, body, counter }) => {
        return { kind, name, head: range(head), body: range(body), counter }
      }),
      branches: branches.map(({ kind, span, arms }) => ({
        kind,
        range: range(span),
        arms: arms.map((arm) => ({ range: arm.span && range(arm.span), counter: arm.counter })),
      })),
    }
  }
}
