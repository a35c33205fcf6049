/** The names of the contexts in a test file: its import, its hooks and its tests. See README, Reading the counts. */
import type { TraceSink } from '../model/protocol.ts'

// A test may replace it.
const { stringify } = JSON

/** In a trace of lines, where a test begins. */
export function traceTest(trace: TraceSink | null, context: string): void {
  if (context.startsWith('test ') || context === concurrent) trace?.call(` --- ${context}\n`)
}

/** @typeParam Test identifies a test from its start to its end. */
export class TestContexts<Test> {
  readonly #enter: (context: string) => void
  readonly #running: Test[] = []
  #outsideTests = 'hooks'

  /** @param enter is called with the name of each context that begins. */
  constructor(enter: (context: string) => void) {
    this.#enter = enter
  }

  enterImport(): void {
    this.#enter('import')
  }

  enterHooks(): void {
    this.#enter(this.#outsideTests)
  }

  /** From now on, tests may run that nobody announces. */
  expectSilentTests(): void {
    this.#outsideTests = concurrent
  }

  /** Tests that run at the same time cannot be told apart, so they share one context. */
  startTest(test: Test, names: readonly string[]): void {
    this.#running.push(test)
    const isAlone = this.#running.length === 1 && this.#outsideTests !== concurrent
    this.#enter(isAlone ? `test ${stringify(names.join(' > '))}` : concurrent)
  }

  endTest(test: Test): void {
    const index = this.#running.indexOf(test)
    if (index !== -1) this.#running.splice(index, 1)
    if (this.#running.length === 0) this.enterHooks()
  }

  /** For tests whose end was not announced. Enters no context. */
  forgetTests(hasEnded: (test: Test) => boolean): void {
    this.#running.splice(0, Infinity, ...this.#running.filter((test) => !hasEnded(test)))
  }
}

const concurrent = 'concurrent tests'
