import { realpathSync, rmSync } from 'node:fs'
import process from 'node:process'
import type { AggregatedResult, Reporter, ReporterOnStartOptions, Test, TestContext, TestResult } from '@jest/reporters'
import type { Config } from '@jest/types'
import { TstraceError } from '../../src/model/error.ts'
import type { ResolvedOptions, TstraceOptions } from '../../src/options/options.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import type { RunOutcome } from '../../src/run/finish-run.ts'
import {
  fail,
  finishTestRun,
  printWithTraces,
  reportElsewhere,
  reportInterrupted,
  reportRerun,
  showWarnings,
} from '../../src/test-run/report-run.ts'
import { openRunDirectory } from '../../src/test-run/test-run.ts'
import { HostCoverage } from './host-coverage.ts'
import { injectConfig, restoreConfig } from './inject-config.ts'
import { defaultReporters } from './jest-internals.ts'
import { JestRun } from './jest-run.ts'
import { onProcessEnd } from './on-process-end.ts'

/** Has the workers count, and reports the counts of all workers when the tests have run. */
export class JestRunReporter implements Reporter {
  readonly #options: ResolvedOptions
  readonly #root: string
  readonly #watches: boolean
  readonly #coverageProvider: Config.GlobalConfig['coverageProvider'] | null
  #coverage: HostCoverage | null = null
  readonly #output: NodeJS.WriteStream
  /** Jest's own, if no other reporter is configured: without them, nobody would see which tests failed. */
  readonly #others: Reporter[]
  #run: JestRun | null = null
  #cancelOnEnd: () => void = () => {}
  #error: Error | undefined

  /** Throws a TstraceError 'unknown-option' or 'bad-option'. */
  constructor(globalConfig: Config.GlobalConfig, options: TstraceOptions = {}) {
    this.#options = resolveOptions(options)
    this.#root = realpathSync(globalConfig.rootDir)
    this.#watches = globalConfig.watch || globalConfig.watchAll
    this.#coverageProvider = globalConfig.collectCoverage ? globalConfig.coverageProvider : null
    this.#output = globalConfig.json || globalConfig.useStderr ? process.stderr : process.stdout
    this.#others = globalConfig.reporters?.length === 1 ? defaultReporters(globalConfig) : []
  }

  async onRunStart(results: AggregatedResult, options: ReporterOnStartOptions): Promise<void> {
    const run = await (this.#watches ? watchedRun(this.#root, this.#options) : startRun(this.#root, this.#options))
    run.output = this.#output
    run.startRun(results.numTotalTestSuites)
    this.#run = run
    this.#coverage = this.#coverageProvider && new HostCoverage(run)
    if (!this.#watches) this.#cancelOnEnd = onProcessEnd(() => reportInterrupted(run, run.expected))
    for (const other of this.#others) await other.onRunStart?.(results, options)
  }

  async onTestFileStart(test: Test): Promise<void> {
    if (this.#run) {
      injectConfig(test.context, this.#run, this.#coverageProvider === 'v8')
      this.#run.startTestFile(test)
    }
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
    this.#run?.endTestFile(test, result)
    await this.#coverage?.removeProbes(test, result)
    for (const other of this.#others) {
      if (other.onTestFileResult) await other.onTestFileResult(test, result, results)
      else await other.onTestResult?.(test, result, results)
    }
  }

  async onRunComplete(contexts: Set<TestContext>, results: AggregatedResult): Promise<void> {
    for (const other of this.#others) await other.onRunComplete?.(contexts, results)
    for (const context of contexts) restoreConfig(context)
    const run = this.#run
    this.#cancelOnEnd()
    // Without a test file, the last report stays.
    if (!run || run.expected.size === 0) return
    try {
      const outcome = await this.#report(run, results.wasInterrupted)
      await printWithTraces(run, run.expected, outcome)
    } catch (error) {
      if (error instanceof TstraceError) this.#error = error
      fail(error)
    }
    showWarnings(run.warnings.values())
  }

  getLastError(): Error | undefined {
    for (const other of this.#others) {
      const error = other.getLastError?.()
      if (error) return error
    }
    return this.#error
  }

  #report(run: JestRun, wasInterrupted: boolean): Promise<RunOutcome> {
    if (!this.#watches) return finishTestRun(run, run.expected, onProcessEnd)
    run.dropDeleted()
    return reportRerun(run, run.expected, wasInterrupted)
  }
}

async function startRun(root: string, options: ResolvedOptions): Promise<JestRun> {
  return new JestRun(root, await openRunDirectory(root), options)
}

/** By their roots. In watch mode, Jest creates a new reporter for each run, so what the reporters share is here. */
const watchedRuns = new Map<string, Promise<JestRun>>()

function watchedRun(root: string, options: ResolvedOptions): Promise<JestRun> {
  const run = watchedRuns.get(root) ?? startWatching(root, options)
  watchedRuns.set(root, run)
  return run
}

/** The counts are added to the store when watch mode ends: once for all runs. */
async function startWatching(root: string, options: ResolvedOptions): Promise<JestRun> {
  const run = await startRun(root, options)
  onProcessEnd(() => {
    if (options.file === null) rmSync(run.directory, { recursive: true, force: true })
    else reportElsewhere(run.withOptions({ ...options, report: false }), run.expected)
  })
  return run
}
