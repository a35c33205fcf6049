/** The reporter, in Jest's main process: has the workers count, and brings the counts together when the tests have run. */
import { realpathSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { AggregatedResult, Reporter, ReporterOnStartOptions, Test, TestContext, TestResult } from '@jest/reporters'
import type { Config } from '@jest/types'
import type { FilePath } from '../src/model/counts.ts'
import { TstraceError, type Warning, formatMessage } from '../src/model/error.ts'
import type { ResolvedOptions, TstraceOptions } from '../src/model/options.ts'
import { toFilePath } from '../src/model/paths.ts'
import { resolveOptions } from '../src/options.ts'
import { type RunOutcome, finishRun } from '../src/run.ts'
import { type Selector, createSelector } from '../src/select.ts'
import { defaultReporters } from './default-reporters.ts'
import type { OrderedConfig, Orders, TransformOrders, UntracedFiles } from './orders.ts'
import { createProjectSelector, untracedFiles } from './select.ts'
import { type TestRun, closeSession, openSession, readWarnings, startRun } from './session.ts'

const transformer = fileURLToPath(new URL('./transformer.mjs', import.meta.url))
const testRunner = fileURLToPath(new URL('./runner.mjs', import.meta.url))

export class TraceReporter implements Reporter {
  readonly #globalConfig: Config.GlobalConfig
  readonly #options: ResolvedOptions
  readonly #root: string
  readonly #session: string
  /** Jest's own, where this is the only one. */
  readonly #others: Reporter[]
  readonly #projects = new Map<string, UntracedFiles>()
  #run: TestRun | null = null
  #error: Error | undefined

  /** Throws a TstraceError 'unknown-option' or 'bad-option'. */
  constructor(globalConfig: Config.GlobalConfig, options: TstraceOptions = {}) {
    this.#globalConfig = globalConfig
    this.#options = resolveOptions(options)
    this.#root = realpathSync(globalConfig.rootDir)
    this.#session = openSession(this.#root)
    this.#others = globalConfig.reporters?.length === 1 ? defaultReporters(globalConfig) : []
  }

  async onRunStart(results: AggregatedResult, options: ReporterOnStartOptions): Promise<void> {
    this.#run = await startRun(this.#session)
    for (const other of this.#others) await other.onRunStart?.(results, options)
  }

  async onTestFileStart(test: Test): Promise<void> {
    this.#giveOrders(test.context)
    for (const other of this.#others) {
      if (other.onTestFileStart) await other.onTestFileStart(test)
      else await other.onTestStart?.(test)
    }
  }

  async onTestCaseStart(...args: Parameters<NonNullable<Reporter['onTestCaseStart']>>): Promise<void> {
    for (const other of this.#others) await other.onTestCaseStart?.(...args)
  }

  async onTestCaseResult(...args: Parameters<NonNullable<Reporter['onTestCaseResult']>>): Promise<void> {
    for (const other of this.#others) await other.onTestCaseResult?.(...args)
  }

  async onTestFileResult(test: Test, result: TestResult, results: AggregatedResult): Promise<void> {
    for (const other of this.#others) {
      if (other.onTestFileResult) await other.onTestFileResult(test, result, results)
      else await other.onTestResult?.(test, result, results)
    }
  }

  async onRunComplete(contexts: Set<TestContext>, results: AggregatedResult): Promise<void> {
    for (const other of this.#others) await other.onRunComplete?.(contexts, results)
    try {
      if (this.#run) this.#show(await this.#finish(this.#run, results), readWarnings(this.#session))
    } catch (error) {
      if (!(error instanceof TstraceError)) throw error
      this.#error = error
      console.error(error.message)
    }
    closeSession(this.#session)
  }

  getLastError(): Error | undefined {
    for (const other of this.#others) {
      const error = other.getLastError?.()
      if (error) return error
    }
    return this.#error
  }

  /** Jest reads the configuration of a test file only now. In watch mode it may be one that has its orders. */
  #giveOrders(context: TestContext): void {
    const { config } = context
    if ('tstrace' in config) return
    const untraced = untracedFiles(config)
    this.#projects.set(config.id, untraced)
    const tstrace: Orders = {
      root: this.#root,
      engine: this.#options.engine,
      session: this.#session,
      replaced: { testRunner: config.testRunner, transform: config.transform },
    }
    const transform = this.#transforms(config.transform, untraced)
    const ordered: OrderedConfig = { ...config, transform, testRunner, tstrace }
    ;(context as { config: Config.ProjectConfig }).config = Object.freeze(ordered)
  }

  #transforms(
    transform: Config.ProjectConfig['transform'],
    untraced: UntracedFiles,
  ): Config.ProjectConfig['transform'] {
    const entry = (pattern: string, inner: string | null, innerOptions: Record<string, unknown>) => {
      const orders: TransformOrders = { inner, innerOptions, root: this.#root, options: this.#options, untraced }
      return [pattern, transformer, { ...orders }] as [string, string, Record<string, unknown>]
    }
    const wrapped = transform.map(([pattern, inner, options]) => entry(pattern, inner, options))
    return [...wrapped, entry(String.raw`\.[cm]?[jt]sx?$`, null, {})]
  }

  #finish({ directory, id }: TestRun, { testResults }: AggregatedResult): Promise<RunOutcome> {
    return finishRun({
      root: this.#root,
      options: this.#options,
      select: this.#select(),
      directory,
      run: id,
      testFiles: this.#testFiles(testResults),
      color: process.stdout.isTTY && !process.env['NO_COLOR'],
    })
  }

  /** One that ran in several projects counts once. */
  #testFiles(testResults: TestResult[]): FilePath[] {
    return [...new Set(testResults.map(({ testFilePath }) => testFilePath))].map((path) => toFilePath(this.#root, path))
  }

  /** What is no source to one project is none to the others. */
  #select(): Selector {
    const own = createSelector(this.#root, this.#options)
    const selectors = [...this.#projects.values()].map((one) => createProjectSelector(this.#root, this.#options, one))
    return (path) => selectors.map((select) => select(path)).find(({ trace }) => !trace) ?? own(path)
  }

  #show({ text, warnings }: RunOutcome, ofWorkers: Warning[]): void {
    const { json, useStderr } = this.#globalConfig
    const output = json || useStderr ? process.stderr : process.stdout
    if (text !== '') output.write(`\n${text}\n`)
    for (const warning of [...ofWorkers, ...warnings]) console.error(formatMessage(warning))
  }
}
