import type { CounterIndex } from '../model/sites.ts'
import type { NodeHint } from '../source/hints.ts'
import type { Scope } from '../source/planter.ts'
import { TextPlanter } from './text-planter.ts'

/** The same where another tool counts in the result: it must find no branch, function or statement more, and its hints. */
export class CoverageTextPlanter extends TextPlanter {
  override readonly countsBeforeFields: boolean = true
  override readonly nestsConditionals: boolean = true
  /** By the start of the node that they speak of. */
  readonly #hints = new Map<number, string>()

  override keepHints(hints: NodeHint[]): void {
    for (const { target, text } of hints) this.#hints.set(target, this.hintAt(target) + asComment(text))
  }

  /** The hint again: the other tool would take what is inserted before the node for what the hint speaks of. */
  protected override hintAt(at: number): string {
    return this.#hints.get(at) ?? ''
  }

  override testOpen(at: number, counter: CounterIndex, scope: Scope): void {
    const record = this.text.record(scope)
    this.insertions.insert(at, `${record}.s.e(${record},${counter},(`)
  }

  override testClose(at: number): void {
    this.insertions.insert(at, '))', 'previous')
  }

  override implicitElse(): void {}

  override elseIf(): void {}
}

/** On one line. */
function asComment(text: string): string {
  return `/* ${text.replaceAll('*/', '').replace(/\s+/g, ' ')} */`
}
