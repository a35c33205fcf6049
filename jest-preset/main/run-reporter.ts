import { realpathSync, rmSync } from 'node:fs'
import process from 'node:process'
import type { AggregatedResult, Reporter, Test, TestContext, TestResult } from '@jest/reporters'
import type { Config } from '@jest/types'
import { TstraceError } from '../../src/model/error.ts'
import type { ResolvedOptions } from '../../src/options/options.ts'
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

/** In the order of their calls: ours prints last. */
export function createReporters(globalConfig: Config.GlobalConfig, options: ResolvedOptions): Reporter[] {
  const isAlone = globalConfig.reporters?.length === 1
  // Without Jest's own, nobody would see which tests failed.
  return [...(isAlone ? defaultReporters(globalConfig) : []), new JestRunReporter(globalConfig, options)]
}

/** Has the workers count, and reports the counts of all workers when the tests have run. */
class JestRunReporter implements Reporter {
  readonly #options: ResolvedOptions
  readonly #root: string
  readonly #watches: boolean
  readonly #coverageProvider: Config.GlobalConfig['coverageProvider'] | null
  readonly #output: NodeJS.WriteStream
  #coverage: HostCoverage | null = null
  #run: JestRun | null = null
  #cancelOnEnd: () => void = () => {}
  #error: Error | undefined

  constructor(globalConfig: Config.GlobalConfig, options: ResolvedOptions) {
    this.#options = options
    this.#root = realpathSync(globalConfig.rootDir)
    this.#watches = globalConfig.watch || globalConfig.watchAll
    this.#coverageProvider = globalConfig.collectCoverage ? globalConfig.coverageProvider : null
    this.#output = globalConfig.json || globalConfig.useStderr ? process.stderr : process.stdout
  }

  async onRunStart({ numTotalTestSuites }: AggregatedResult): Promise<void> {
    const run = await (this.#watches ? watchedRun(this.#root, this.#options) : startRun(this.#root, this.#options))
    run.output = this.#output
    run.startRun(numTotalTestSuites)
    this.#run = run
    this.#coverage = this.#coverageProvider && new HostCoverage(run)
    if (!this.#watches) this.#cancelOnEnd = onProcessEnd(() => reportInterrupted(run, run.expected))
  }

  onTestFileStart(test: Test): void {
    if (!this.#run) return
    injectConfig(test.context, this.#run, this.#coverageProvider === 'v8')
    this.#run.startTestFile(test)
  }

  async onTestFileResult(test: Test, result: TestResult): Promise<void> {
    this.#run?.endTestFile(test, result)
    await this.#coverage?.removeProbes(test, result)
  }

  async onRunComplete(contexts: Set<TestContext>, { wasInterrupted }: AggregatedResult): Promise<void> {
    for (const context of contexts) restoreConfig(context)
    const run = this.#run
    this.#cancelOnEnd()
    // Without a test file, the last report stays.
    if (!run || run.expected.size === 0) return
    try {
      const outcome = await this.#report(run, wasInterrupted)
      await printWithTraces(run, run.expected, outcome)
    } catch (error) {
      if (error instanceof TstraceError) this.#error = error
      fail(error)
    }
    showWarnings(run.warnings.values())
  }

  getLastError(): Error | undefined {
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
