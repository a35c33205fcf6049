import type {
  BranchKind,
  BranchSite,
  CounterIndex,
  FileSites,
  FunctionKind,
  FunctionSite,
  StatementSite,
} from '../model/sites.ts'
import type { LineIndex } from './lines.ts'

/** From, up to: offsets in UTF-16 units. */
export type Span = readonly [number, number]

interface OpenBranch {
  kind: BranchKind
  span: Span
  arms: { span: Span | null; counter: CounterIndex }[]
}

/** Gathers sites in the order of the walk, by offset; positions are looked up once, at the end. */
export class SiteCollector {
  readonly #statements: { span: Span; counter: CounterIndex; typescript: boolean }[] = []
  readonly #functions: { kind: FunctionKind; name: string; head: Span; body: Span; counter: CounterIndex }[] = []
  readonly #branches: OpenBranch[] = []

  statement(span: Span, counter: CounterIndex, typescript: boolean): void {
    this.#statements.push({ span, counter, typescript })
  }

  function(kind: FunctionKind, name: string, head: Span, body: Span, counter: CounterIndex): void {
    this.#functions.push({ kind, name, head, body, counter })
  }

  /** The arms are added as the walk meets them. */
  branch(kind: BranchKind, span: Span): OpenBranch['arms'] {
    const branch: OpenBranch = { kind, span, arms: [] }
    this.#branches.push(branch)
    return branch.arms
  }

  finish(lines: LineIndex, counters: number): FileSites {
    const range = ([start, end]: Span) => lines.range(start, end)
    return {
      counters,
      statements: this.#statements.map(({ span, counter, typescript }): StatementSite => {
        const site = { range: range(span), counter }
        return typescript ? { ...site, typescript } : site
      }),
      functions: this.#functions.map(({ kind, name, head, body, counter }): FunctionSite => ({
        kind,
        name,
        head: range(head),
        body: range(body),
        counter,
      })),
      branches: this.#branches
        .filter(({ arms }) => arms.length > 0)
        .map(({ kind, span, arms }): BranchSite => ({
          kind,
          range: range(span),
          arms: arms.map((arm) => ({ range: arm.span && range(arm.span), counter: arm.counter })),
        })),
    }
  }
}
