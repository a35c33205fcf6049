import { mkdir } from 'node:fs/promises'
import process from 'node:process'
import type { Reporter, TestModule, TestRunEndReason, TestSpecification, Vitest } from 'vitest/node'
import type { FilePath } from '../src/model/counts.ts'
import { type Warning, TstraceError, formatMessage } from '../src/model/error.ts'
import { toFilePath } from '../src/model/paths.ts'
import { type FinishedRun, type RunOutcome, finishRun, reportCounted, reportSoFar } from '../src/run.ts'
import { removeRunDirectory } from '../src/store/parts.ts'
import { BlobCounts, blobsWithoutCounts } from './blobs.ts'
import { type RanTestFile, Session, ranToTheEnd } from './session.ts'
import type { TestRun } from './test-run.ts'

/** Brings the counts together when the tests have run, and prints the digest. */
export class TraceReporter implements Reporter {
  readonly #run: TestRun
  /** Type tests run nowhere. */
  #typeTests = new Set<string>()
  #output: NodeJS.WriteStream = process.stdout
  /** null unless Vitest merges blobs, and runs nothing. */
  #blobs: BlobCounts | null = null
  /** null unless Vitest watches. */
  #session: Session | null = null
  #isRunning = false
  #restarts = false
  /** What is done with the parts, one after the other. */
  #work: Promise<unknown> = Promise.resolve()

  constructor(run: TestRun) {
    this.#run = run
  }

  onInit(vitest: Vitest): void {
    if (ownsStandardOutput(vitest.config)) this.#output = process.stderr
    if (vitest.config.mergeReports) this.#blobs = new BlobCounts()
    if (!vitest.config.watch) return
    this.#session = new Session(this.#run.directory, this.#run.id)
    vitest.onClose(() => this.#do(() => this.#endSession()))
  }

  async onTestRunStart(specifications: ReadonlyArray<TestSpecification>): Promise<void> {
    this.#isRunning = true
    this.#session?.start()
    this.#run.warnings.clear()
    this.#typeTests = new Set(
      specifications.filter(({ pool }) => pool === 'typescript').map(({ moduleId }) => moduleId),
    )
    await mkdir(this.#run.directory, { recursive: true })
  }

  onTestModuleCollected(module: TestModule): void {
    this.#blobs?.take(module, toFilePath(this.#run.root, module.moduleId))
  }

  async onTestRunEnd(
    testModules: ReadonlyArray<TestModule>,
    _errors: unknown,
    reason: TestRunEndReason,
  ): Promise<void> {
    this.#isRunning = false
    // Where no test file ran, as with --changed and no change, an earlier report is as good as it was.
    if (this.#session?.isOver || testModules.length === 0) return
    const ran = testModules
      .filter(({ project }) => this.#run.projects.has(project))
      .map((module) => this.#describe(module, reason))
    this.#run.warn(this.#run.leftOut)
    if (ran.length === 0) return show(this.#run.warnings.values())
    const interrupted = reason === 'interrupted'
    await this.#do(async () => {
      const { text, warnings } = await this.#report(ran, interrupted)
      if (text !== '') this.#output.write(`\n${text}\n`)
      this.#run.warn(warnings)
    })
    show(this.#run.warnings.values())
  }

  /** Vitest runs nothing then, but what the test file ran counts no more. */
  onTestRemoved(moduleId?: string): Promise<void> {
    return this.#do(async () => {
      if (!this.#session || this.#session.isOver || moduleId === undefined) return
      await this.#session.remove(toFilePath(this.#run.root, moduleId))
      if (!this.#isRunning) await reportSoFar(this.#request(this.#session.testFiles))
    })
  }

  /** All tests run again then, in a session of their own. */
  onServerRestart(): void {
    this.#restarts = true
  }

  #report(ran: RanTestFile[], interrupted: boolean): Promise<RunOutcome> {
    if (this.#blobs) return reportBlobs(this.#blobs, this.#request(testFilesOf(ran)))
    if (this.#session) return this.#settle(this.#session, ran, interrupted)
    return finishRun(this.#request(testFilesOf(ran)))
  }

  /** Half of a rerun is worth less than all of the run before. */
  async #settle(session: Session, ran: RanTestFile[], interrupted: boolean): Promise<RunOutcome> {
    await session.settle(ran)
    if (interrupted && session.hasReport)
      return { report: null, text: '    tstrace  interrupted, the report is as it was', warnings: [] }
    const outcome = await reportSoFar(this.#request(session.testFiles))
    session.hasReport = true
    return outcome
  }

  /** Only now are the counts added to the store: once, and as they are in the end. */
  async #endSession(): Promise<void> {
    const session = this.#session
    if (!session || session.isOver) return
    session.isOver = true
    const { options, directory, id } = this.#run
    if (options.file === null || this.#restarts || session.testFiles.length === 0)
      return removeRunDirectory(directory, id)
    const request = this.#request(session.testFiles)
    const { warnings } = await finishRun({ ...request, options: { ...options, report: false } })
    show(warnings.filter(({ message }) => !this.#run.warnings.has(message)))
  }

  #request(testFiles: FilePath[]): FinishedRun {
    const { root, options, select, directory, id } = this.#run
    const color = this.#output.isTTY && !process.env['NO_COLOR']
    return { root, options, select, directory, run: id, testFiles, color }
  }

  #describe(module: TestModule, reason: TestRunEndReason): RanTestFile {
    return {
      testFile: toFilePath(this.#run.root, module.moduleId),
      project: module.project.name,
      counts: module.state() !== 'skipped' && !this.#typeTests.has(module.moduleId),
      whole: reason !== 'interrupted' || ranToTheEnd(module),
    }
  }

  #do(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work).catch(fail)
    this.#work = done.catch(() => {})
    return done
  }
}

/** The runs have added what they counted to their stores, so it is not added again. */
async function reportBlobs(blobs: BlobCounts, request: FinishedRun): Promise<RunOutcome> {
  const isEmpty = blobs.testFiles.length === 0 && blobs.warnings.length === 0
  return isEmpty ? { report: null, text: '', warnings: [blobsWithoutCounts()] } : reportCounted(blobs, request)
}

/** Those that ran a test, or should have. One that runs in several projects counts once. */
function testFilesOf(ran: RanTestFile[]): FilePath[] {
  return [...new Set(ran.filter(({ counts }) => counts).map(({ testFile }) => testFile))]
}

function fail(error: unknown): void {
  if (!(error instanceof TstraceError)) throw error
  process.exitCode ||= 1
  console.error(error.message)
}

/** Whether another reporter writes there what a program is to read. */
function ownsStandardOutput({ reporters, outputFile }: Vitest['config']): boolean {
  return reporters.some((reporter) => {
    const [name, options] = Array.isArray(reporter) ? reporter : [reporter]
    if (typeof name !== 'string' || !['json', 'junit', 'tap', 'tap-flat'].includes(name)) return false
    const { [name]: file = undefined } = typeof outputFile === 'object' ? (outputFile as Record<string, string>) : {}
    const own = (options as { outputFile?: string } | undefined)?.outputFile
    return typeof outputFile !== 'string' && file === undefined && own === undefined
  })
}

function show(warnings: Iterable<Warning>): void {
  for (const warning of warnings) console.warn(formatMessage(warning))
}
