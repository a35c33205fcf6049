/** What Vitest makes of `reporters: ['tstrace']`. Loads the rest when Vitest starts: the package is imported for other reasons, too. */
import type { Reporter, Vitest } from 'vitest/node'
import type { TstraceOptions } from '../../src/options/options.ts'

export class VitestReporter implements Reporter {
  readonly #options: TstraceOptions

  constructor(options: TstraceOptions = {}) {
    this.#options = options
  }

  /** Throws a TstraceError 'unknown-option' or 'bad-option'. */
  async onInit(vitest: Vitest): Promise<void> {
    const { traceAsReporter } = await import('./as-reporter.ts')
    await traceAsReporter(vitest, this.#options, this)
  }
}
