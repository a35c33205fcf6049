/** The reporter that Vitest creates for `reporters: ['tstrace']`. Loads the rest when Vitest starts, because other programs import the package, too. */
import type { Reporter, Vitest } from 'vitest/node'
import type { TstraceOptions } from '../../src/options/options.ts'

export class VitestReporter implements Reporter {
  readonly #options: TstraceOptions

  constructor(options: TstraceOptions = {}) {
    this.#options = options
  }

  /** Throws a TstraceError 'unknown-option' or 'bad-option'. */
  async onInit(vitest: Vitest): Promise<void> {
    const { startAsReporter } = await import('./start-as-reporter.ts')
    await startAsReporter(vitest, this.#options, this)
  }
}
