/** The reporter that Jest creates for `reporters: ['tstrace']`. Loads the rest when tests run, because other programs import the package, too. */
import type { Reporter } from '@jest/reporters'
import type { Config } from '@jest/types'
import type { ResolvedOptions, TstraceOptions } from '../../src/options/options.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'

type Arguments<Event extends keyof Reporter> = Parameters<NonNullable<Reporter[Event]>>

/** Passes all calls on, as Jest does to its reporters. */
export class JestReporter implements Reporter {
  readonly #globalConfig: Config.GlobalConfig
  readonly #options: ResolvedOptions
  #reporters: Reporter[] = []

  /** Throws a TstraceError 'unknown-option' or 'bad-option'. */
  constructor(globalConfig: Config.GlobalConfig, options: TstraceOptions) {
    this.#options = resolveOptions(options)
    this.#globalConfig = globalConfig
  }

  async onRunStart(...args: Arguments<'onRunStart'>): Promise<void> {
    const { createReporters } = await import('./run-reporter.ts')
    this.#reporters = createReporters(this.#globalConfig, this.#options)
    for (const one of this.#reporters) await one.onRunStart?.(...args)
  }

  async onTestFileStart(...args: Arguments<'onTestFileStart'>): Promise<void> {
    for (const one of this.#reporters)
      await (one.onTestFileStart ? one.onTestFileStart(...args) : one.onTestStart?.(...args))
  }

  async onTestCaseStart(...args: Arguments<'onTestCaseStart'>): Promise<void> {
    for (const one of this.#reporters) await one.onTestCaseStart?.(...args)
  }

  async onTestCaseResult(...args: Arguments<'onTestCaseResult'>): Promise<void> {
    for (const one of this.#reporters) await one.onTestCaseResult?.(...args)
  }

  async onTestFileResult(...args: Arguments<'onTestFileResult'>): Promise<void> {
    for (const one of this.#reporters)
      await (one.onTestFileResult ? one.onTestFileResult(...args) : one.onTestResult?.(...args))
  }

  async onRunComplete(...args: Arguments<'onRunComplete'>): Promise<void> {
    for (const one of this.#reporters) await one.onRunComplete?.(...args)
  }

  getLastError(): Error | undefined {
    return this.#reporters.map((one) => one.getLastError?.()).find((error) => error) ?? undefined
  }
}
