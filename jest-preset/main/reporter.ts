/** The reporter, in Jest's main process: has the workers count, and brings the counts together when the tests have run. */
import { realpathSync, rmSync } from 'node:fs'
import process from 'node:process'
import type { AggregatedResult, Reporter, ReporterOnStartOptions, Test, TestContext, TestResult } from '@jest/reporters'
import type { Config } from '@jest/types'
import { TstraceError } from '../../src/model/error.ts'
import type { ResolvedOptions, TstraceOptions } from '../../src/options/options.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import { type RunOutcome, finishRun, reportSoFar } from '../../src/run/finish-run.ts'
import { reportElsewhere, reportInterrupted } from '../../src/test-run/interrupted.ts'
import { fail, requestFor, show, showOutcome } from '../../src/test-run/outcome.ts'
import { printTraces } from '../../src/run/line-traces.ts'
import { defaultReporters } from './default-reporters.ts'
import { onEnd } from './ending.ts'
import { OtherCoverage } from './host-coverage.ts'
import { giveOrders, takeOrdersBack } from './inject-config.ts'
import { type Session, openSession } from './jest-run.ts'

export class TraceReporter implements Reporter {
  readonly #options: ResolvedOptions
  readonly #root: string
  readonly #watches: boolean
  readonly #coverageProvider: Config.GlobalConfig['coverageProvider'] | null
  #coverage: OtherCoverage | null = null
  readonly #output: NodeJS.WriteStream
  /** Jest's own, where this is the only one. */
  readonly #others: Reporter[]
  #session: Session | null = null
  #callOff: () => void = () => {}
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
    const session = await (this.#watches
      ? joinSession(this.#root, this.#options)
      : openSession(this.#root, this.#options))
    session.begin(results.numTotalTestSuites)
    this.#session = session
    this.#coverage = this.#coverageProvider && new OtherCoverage(session)
    if (!this.#watches) this.#callOff = onEnd(() => reportInterrupted(session, session.expected, this.#output))
    for (const other of this.#others) await other.onRunStart?.(results, options)
  }

  async onTestFileStart(test: Test): Promise<void> {
    if (this.#session) {
      giveOrders(test.context, this.#session, this.#coverageProvider === 'v8')
      this.#session.start(test)
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
    this.#session?.end(test, result)
    await this.#coverage?.takeProbesOut(test, result)
    for (const other of this.#others) {
      if (other.onTestFileResult) await other.onTestFileResult(test, result, results)
      else await other.onTestResult?.(test, result, results)
    }
  }

  async onRunComplete(contexts: Set<TestContext>, results: AggregatedResult): Promise<void> {
    for (const other of this.#others) await other.onRunComplete?.(contexts, results)
    for (const context of contexts) takeOrdersBack(context)
    const session = this.#session
    this.#callOff()
    // Where no test file ran, an earlier report is as good as it was.
    if (!session || session.expected.size === 0) return
    try {
      const outcome = await this.#report(session, results.wasInterrupted)
      await printTraces(requestFor(session, session.expected, this.#output), this.#output)
      showOutcome(session, outcome, this.#output)
    } catch (error) {
      if (error instanceof TstraceError) this.#error = error
      fail(error)
    }
    show(session.warnings.values())
  }

  getLastError(): Error | undefined {
    for (const other of this.#others) {
      const error = other.getLastError?.()
      if (error) return error
    }
    return this.#error
  }

  #report(session: Session, wasInterrupted: boolean): Promise<RunOutcome> {
    return this.#watches ? this.#reportSoFar(session, wasInterrupted) : this.#finish(session)
  }

  /** Should Jest not wait for it, another process can go on from what is saved. */
  async #finish(session: Session): Promise<RunOutcome> {
    const request = requestFor(session, session.expected, this.#output)
    session.save(request.expected)
    const callOff = onEnd(() => reportElsewhere(session, request.expected, this.#output))
    try {
      return await finishRun(request)
    } finally {
      callOff()
    }
  }

  /** Half of a rerun is worth less than all of the run before. */
  async #reportSoFar(session: Session, wasInterrupted: boolean): Promise<RunOutcome> {
    if (wasInterrupted && session.hasReport)
      return { report: null, text: '    tstrace  interrupted, the report is as it was', warnings: [] }
    session.dropDeleted()
    const outcome = await reportSoFar(requestFor(session, session.expected, this.#output))
    session.hasReport = true
    return outcome
  }
}

/** Jest makes a new reporter for every run of watch mode, and has no other place for what they share. */
const watching = new Map<string, Promise<Session>>()

function joinSession(root: string, options: ResolvedOptions): Promise<Session> {
  const session = watching.get(root) ?? startWatching(root, options)
  watching.set(root, session)
  return session
}

/** The counts are added to the store when it ends: once, and as they are then. */
async function startWatching(root: string, options: ResolvedOptions): Promise<Session> {
  const session = await openSession(root, options)
  onEnd(() => {
    if (options.file === null) rmSync(session.directory, { recursive: true, force: true })
    else reportElsewhere(session.withOptions({ ...options, report: false }), session.expected, process.stdout)
  })
  return session
}
