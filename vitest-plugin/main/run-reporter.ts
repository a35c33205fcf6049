import { mkdir } from 'node:fs/promises'
import process from 'node:process'
import type { Reporter, TestModule, TestRunEndReason, TestSpecification, Vitest } from 'vitest/node'
import type { FilePath } from '../../src/model/counts.ts'
import type { Warning } from '../../src/model/error.ts'
import { toFilePath } from '../../src/model/paths.ts'
import { type RunOutcome, finishRun, reportCounted, reportSoFar } from '../../src/run/finish-run.ts'
import type { ExpectedTestFiles } from '../../src/run/saved-run.ts'
import { removeRunDirectory } from '../../src/store/parts.ts'
import {
  describeRun,
  fail,
  finishTestRun,
  printWithTraces,
  reportInterrupted,
  reportRerun,
  showWarnings,
} from '../../src/test-run/report-run.ts'
import type { FileMeta } from '../messages.ts'
import { BlobCounts, blobsWithoutCounts } from './blobs.ts'
import { findToRun, withoutModule } from './test-files.ts'
import { isTypeTest, removeProbes, writesDataToStdout } from './vitest-internals.ts'
import type { VitestRun } from './vitest-run.ts'
import { type RanTestFile, WatchSession, ranToTheEnd } from './watch-session.ts'

/** Reports the counts of all workers when the tests have run. */
export class VitestRunReporter implements Reporter {
  readonly #run: VitestRun
  #vitest: Vitest | null = null
  #typeTests = new Set<string>()
  /** The test files that should report. */
  #toRun: readonly TestSpecification[] = []
  /** null unless Vitest merges blobs, and runs no tests. */
  #blobs: BlobCounts | null = null
  /** null unless Vitest watches. */
  #session: WatchSession | null = null
  #isRunning = false
  #isRestarting = false
  /** All work on the parts, one after the other. */
  #work: Promise<unknown> = Promise.resolve()
  /** The test files that a worker has started. */
  readonly #started = new Set<string>()
  #cancelOnExit: () => void = () => {}

  constructor(run: VitestRun) {
    this.#run = run
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
    if (writesDataToStdout(vitest.config)) this.#run.output = process.stderr
    if (vitest.config.mergeReports) this.#blobs = new BlobCounts()
    if (!vitest.config.watch) return
    this.#session = new WatchSession(this.#run.directory, this.#run.id)
    vitest.onClose(() => this.#queue(() => this.#endSession()))
  }

  async onTestRunStart(specifications: ReadonlyArray<TestSpecification>): Promise<void> {
    this.#isRunning = true
    this.#session?.startRun()
    this.#run.warnings.clear()
    this.#started.clear()
    this.#typeTests = new Set(specifications.filter(isTypeTest).map(({ moduleId }) => moduleId))
    this.#toRun = (await findToRun(this.#vitest, specifications)).filter(
      ({ moduleId, project }) => this.#run.projects.has(project) && !this.#typeTests.has(moduleId),
    )
    await mkdir(this.#run.directory, { recursive: true })
    this.#cancelOnExit()
    if (!this.#session && !this.#blobs)
      this.#cancelOnExit = onExit(() => reportInterrupted(this.#run, this.#interrupted()))
  }

  onTestModuleQueued({ moduleId }: TestModule): void {
    this.#started.add(moduleId)
  }

  onTestModuleCollected(module: TestModule): void {
    this.#blobs?.take(module, this.#pathOf(module))
  }

  /** Runs before Vitest reports its own coverage. */
  onCoverage(coverage: unknown): void {
    removeProbes(coverage)
  }

  async onTestRunEnd(
    testModules: ReadonlyArray<TestModule>,
    _errors: unknown,
    reason: TestRunEndReason,
  ): Promise<void> {
    this.#isRunning = false
    this.#cancelOnExit()
    const wasInterrupted = reason === 'interrupted'
    const unheard = withoutModule(this.#toRun, testModules).map((one) => this.#describeUnheard(one, wasInterrupted))
    // Without a test file, as for --changed without a change, the last report stays.
    if (this.#session?.isOver || testModules.length + unheard.length === 0) return
    const heard = testModules
      .filter(({ project }) => this.#run.projects.has(project))
      .map((module) => this.#describe(module, wasInterrupted))
    const ran = [...heard, ...unheard]
    this.#run.warn([...this.#run.leftOut, ...testModules.flatMap(unwritable).slice(0, 1)])
    if (ran.length > 0)
      await this.#queue(async () => {
        const outcome = await this.#report(ran, wasInterrupted)
        await printWithTraces(this.#run, expectedOf(ran), outcome)
      })
    showWarnings(this.#run.warnings.values())
  }

  /** Vitest runs no test then, but the counts of this test file must go. */
  onTestRemoved(moduleId?: string): Promise<void> {
    return this.#queue(async () => {
      if (!this.#session || this.#session.isOver || moduleId === undefined) return
      await this.#session.remove(toFilePath(this.#run.root, moduleId))
      if (!this.#isRunning) await reportSoFar(describeRun(this.#run, expectedOf(this.#session.testFiles)))
    })
  }

  /** All tests will run again, in a new session. */
  onServerRestart(): void {
    this.#isRestarting = true
  }

  async #report(ran: RanTestFile[], wasInterrupted: boolean): Promise<RunOutcome> {
    if (this.#blobs) return this.#reportBlobs(this.#blobs, expectedOf(ran))
    if (!this.#session) return finishTestRun(this.#run, expectedOf(ran), onExit)
    await this.#session.settle(ran)
    return reportRerun(this.#run, expectedOf(this.#session.testFiles), wasInterrupted)
  }

  /** The runs that wrote the blobs have added these counts to their stores already. */
  async #reportBlobs(blobs: BlobCounts, expected: ExpectedTestFiles): Promise<RunOutcome> {
    const isEmpty = blobs.testFiles.length === 0 && blobs.warnings.length === 0
    if (isEmpty) return { report: null, text: '', warnings: [blobsWithoutCounts] }
    return reportCounted(blobs, describeRun(this.#run, expected))
  }

  /** Adds the counts to the store: once for the whole session. */
  async #endSession(): Promise<void> {
    const session = this.#session
    if (!session || session.isOver) return
    session.isOver = true
    const { options, directory, id } = this.#run
    if (options.file === null || this.#isRestarting || session.testFiles.length === 0)
      return removeRunDirectory(directory, id)
    const expected = expectedOf(session.testFiles)
    this.#run.save(expected)
    const run = describeRun(this.#run, expected)
    const { warnings } = await finishRun({ ...run, options: { ...options, report: false } })
    showWarnings(warnings.filter(({ message }) => !this.#run.warnings.has(message)))
  }

  #describe(module: TestModule, wasInterrupted: boolean): RanTestFile {
    return {
      testFile: this.#pathOf(module),
      project: module.project.name,
      counts: !this.#typeTests.has(module.moduleId),
      absence: this.#whyAbsent(module),
      whole: !wasInterrupted || ranToTheEnd(module),
    }
  }

  #describeUnheard(specification: TestSpecification, wasInterrupted: boolean): RanTestFile {
    return {
      testFile: this.#pathOf(specification),
      project: specification.project.name,
      counts: true,
      absence: wasInterrupted ? 'it was not run' : 'its worker died',
      whole: false,
    }
  }

  /** The reason, if it did not report. */
  #whyAbsent(module: TestModule): string {
    if (this.#blobs) return 'its blob has no counts'
    if (!this.#started.has(module.moduleId)) return 'it was not run'
    if (metaOf(module)?.unwritable !== undefined) return 'its counts could not be written'
    if (module.errors().length > 0) return 'it failed'
    return module.state() === 'skipped' ? 'it ran no test' : 'its worker died'
  }

  #interrupted(): ExpectedTestFiles {
    return new Map(this.#toRun.map((specification) => [this.#pathOf(specification), 'the run was interrupted']))
  }

  #pathOf({ moduleId }: { moduleId: string }): FilePath {
    return toFilePath(this.#run.root, moduleId)
  }

  #queue(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work).catch(fail)
    this.#work = done.catch(() => {})
    return done
  }
}

/** Before other listeners: one of Vitest 3 ends the process. */
function onExit(work: () => void): () => void {
  process.prependOnceListener('exit', work)
  return () => process.off('exit', work)
}

function expectedOf(files: readonly RanTestFile[]): ExpectedTestFiles {
  return new Map(files.filter(({ counts }) => counts).map(({ testFile, absence }) => [testFile, absence]))
}

function metaOf(module: TestModule): FileMeta['tstrace'] {
  return (module.meta() as FileMeta).tstrace
}

function unwritable(module: TestModule): Warning[] {
  const message = metaOf(module)?.unwritable
  return message === undefined ? [] : [{ slug: 'file-unwritable', message }]
}
