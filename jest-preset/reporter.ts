/** The reporter, in Jest's main process: has the workers count, and brings the counts together when the tests have run. */
import { realpathSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { AggregatedResult, Reporter, ReporterOnStartOptions, Test, TestContext, TestResult } from '@jest/reporters'
import type { Config } from '@jest/types'
import { TstraceError, formatMessage } from '../src/model/error.ts'
import type { ResolvedOptions, TstraceOptions } from '../src/model/options.ts'
import { toFilePath } from '../src/model/paths.ts'
import { resolveOptions } from '../src/options.ts'
import { type FinishedRun, type RunOutcome, finishRun, reportSoFar } from '../src/run.ts'
import { type Selector, createSelector } from '../src/select.ts'
import { defaultReporters } from './default-reporters.ts'
import type { OrderedConfig, Orders, TransformOrders, UntracedFiles } from './orders.ts'
import { createProjectSelector, untracedFiles } from './select.ts'
import { type Session, joinSession } from './session.ts'

const transformer = fileURLToPath(new URL('./transformer.mjs', import.meta.url))
const testRunner = fileURLToPath(new URL('./runner.mjs', import.meta.url))

export class TraceReporter implements Reporter {
  readonly #globalConfig: Config.GlobalConfig
  readonly #options: ResolvedOptions
  readonly #root: string
  readonly #watches: boolean
  /** Jest's own, where this is the only one. */
  readonly #others: Reporter[]
  readonly #projects = new Map<string, UntracedFiles>()
  #session: Session | null = null
  #error: Error | undefined

  /** Throws a TstraceError 'unknown-option' or 'bad-option'. */
  constructor(globalConfig: Config.GlobalConfig, options: TstraceOptions = {}) {
    this.#globalConfig = globalConfig
    this.#options = resolveOptions(options)
    this.#root = realpathSync(globalConfig.rootDir)
    this.#watches = globalConfig.watch || globalConfig.watchAll
    this.#others = globalConfig.reporters?.length === 1 ? defaultReporters(globalConfig) : []
  }

  async onRunStart(results: AggregatedResult, options: ReporterOnStartOptions): Promise<void> {
    this.#session = await joinSession(this.#root, this.#watches)
    for (const other of this.#others) await other.onRunStart?.(results, options)
  }

  async onTestFileStart(test: Test): Promise<void> {
    if (this.#session) this.#giveOrders(test.context, this.#session)
    this.#session?.start(test)
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
    this.#session?.end(test)
    for (const other of this.#others) {
      if (other.onTestFileResult) await other.onTestFileResult(test, result, results)
      else await other.onTestResult?.(test, result, results)
    }
  }

  async onRunComplete(contexts: Set<TestContext>, results: AggregatedResult): Promise<void> {
    for (const other of this.#others) await other.onRunComplete?.(contexts, results)
    const session = this.#session
    // Where no test file ran, an earlier report is as good as it was.
    if (!session || session.testFiles.length === 0) return session?.close()
    try {
      this.#show(await this.#report(session, results))
    } catch (error) {
      if (!(error instanceof TstraceError)) throw error
      this.#error = error
      console.error(error.message)
    }
  }

  getLastError(): Error | undefined {
    for (const other of this.#others) {
      const error = other.getLastError?.()
      if (error) return error
    }
    return this.#error
  }

  /** Jest reads the configuration of a test file only now. In watch mode it may be one that has its orders. */
  #giveOrders(context: TestContext, { id, directory }: Session): void {
    const { config } = context
    if ('tstrace' in config) return
    const untraced = untracedFiles(config)
    this.#projects.set(config.id, untraced)
    const tstrace: Orders = {
      root: this.#root,
      engine: this.#options.engine,
      directory,
      run: id,
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

  async #report(session: Session, { wasInterrupted }: AggregatedResult): Promise<RunOutcome> {
    // Half of a rerun is worth less than all of the run before.
    if (wasInterrupted && session.hasReport)
      return { report: null, text: '    tstrace  interrupted, the report is as it was', warnings: [] }
    if (!this.#watches) return finishRun(this.#request(session))
    session.dropDeleted()
    session.hasReport = true
    return reportSoFar(this.#request(session))
  }

  #request({ id, directory, testFiles }: Session): FinishedRun {
    return {
      root: this.#root,
      options: this.#options,
      select: this.#select(),
      directory,
      run: id,
      testFiles: testFiles.map((path) => toFilePath(this.#root, path)),
      color: process.stdout.isTTY && !process.env['NO_COLOR'],
    }
  }

  /** What is no source to one project is none to the others. */
  #select(): Selector {
    const own = createSelector(this.#root, this.#options)
    const selectors = [...this.#projects.values()].map((one) => createProjectSelector(this.#root, this.#options, one))
    return (path) => selectors.map((select) => select(path)).find(({ trace }) => !trace) ?? own(path)
  }

  #show({ text, warnings }: RunOutcome): void {
    const { json, useStderr } = this.#globalConfig
    const output = json || useStderr ? process.stderr : process.stdout
    if (text !== '') output.write(`\n${text}\n`)
    for (const warning of warnings) console.error(formatMessage(warning))
  }
}
