/** The reporter that Jest creates for `reporters: ['tstrace']`. Loads the rest when tests run, because other programs import the package, too. */
import type { Reporter } from '@jest/reporters'
import type { Config } from '@jest/types'
import type { TstraceOptions } from '../../src/options/options.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import type { JestRunReporter } from './run-reporter.ts'

type Arguments<Event extends keyof Reporter> = Parameters<NonNullable<Reporter[Event]>>

export class JestReporter implements Reporter {
  readonly #globalConfig: Config.GlobalConfig
  readonly #options: TstraceOptions
  #loaded: JestRunReporter | null = null

  /** Throws a TstraceError 'unknown-option' or 'bad-option'. */
  constructor(globalConfig: Config.GlobalConfig, options: TstraceOptions) {
    resolveOptions(options)
    this.#globalConfig = globalConfig
    this.#options = options
  }

  async onRunStart(...args: Arguments<'onRunStart'>): Promise<void> {
    const { JestRunReporter } = await import('./run-reporter.ts')
    this.#loaded = new JestRunReporter(this.#globalConfig, this.#options)
    await this.#loaded.onRunStart(...args)
  }

  async onTestFileStart(...args: Arguments<'onTestFileStart'>): Promise<void> {
    await this.#loaded?.onTestFileStart(...args)
  }

  async onTestCaseStart(...args: Arguments<'onTestCaseStart'>): Promise<void> {
    await this.#loaded?.onTestCaseStart(...args)
  }

  async onTestCaseResult(...args: Arguments<'onTestCaseResult'>): Promise<void> {
    await this.#loaded?.onTestCaseResult(...args)
  }

  async onTestFileResult(...args: Arguments<'onTestFileResult'>): Promise<void> {
    await this.#loaded?.onTestFileResult(...args)
  }

  async onRunComplete(...args: Arguments<'onRunComplete'>): Promise<void> {
    await this.#loaded?.onRunComplete(...args)
  }

  getLastError(): Error | undefined {
    return this.#loaded?.getLastError()
  }
}
