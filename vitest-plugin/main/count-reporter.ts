import { mkdir } from 'node:fs/promises'
import process from 'node:process'
import type { Reporter, TestModule, TestRunEndReason, TestSpecification, Vitest } from 'vitest/node'
import type { FilePath } from '../../src/model/counts.ts'
import type { Warning } from '../../src/model/error.ts'
import { toFilePath } from '../../src/model/paths.ts'
import { type RunOutcome, finishRun, reportCounted, reportSoFar } from '../../src/run/finish-run.ts'
import { removeRunDirectory } from '../../src/store/parts.ts'
import { printTraces } from '../../src/run/line-traces.ts'
import { BlobCounts, blobsWithoutCounts } from './blobs.ts'
import { dropProbes } from './host-coverage.ts'
import { reportElsewhere, reportInterrupted } from '../../src/test-run/interrupted.ts'
import type { FileMeta } from '../messages.ts'
import { type Request, fail, requestFor, show, showOutcome } from '../../src/test-run/outcome.ts'
import type { ExpectedTestFiles } from '../../src/run/saved-run.ts'
import { type RanTestFile, Session, ranToTheEnd } from './watch-session.ts'
import type { VitestRun } from './vitest-run.ts'

/** Brings the counts together when the tests have run, and prints the digest. */
export class TraceReporter implements Reporter {
  readonly #run: VitestRun
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
  /** Test files that a worker has got. */
  readonly #started = new Set<string>()
  /** What to do should the process end now. */
  #onExit: (() => void) | null = null

  constructor(run: VitestRun) {
    this.#run = run
    // First: Vitest 3 ends the process in a handler of its own.
    process.prependOnceListener('exit', () => this.#onExit?.())
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
    this.#started.clear()
    this.#typeTests = new Set(
      specifications.filter(({ pool }) => pool === 'typescript').map(({ moduleId }) => moduleId),
    )
    await mkdir(this.#run.directory, { recursive: true })
    if (!this.#session && !this.#blobs)
      this.#onExit = () => reportInterrupted(this.#run, this.#interrupted(specifications), this.#output)
  }

  onTestModuleQueued({ moduleId }: TestModule): void {
    this.#started.add(moduleId)
  }

  onTestModuleCollected(module: TestModule): void {
    this.#blobs?.take(module, this.#pathOf(module))
  }

  /** Before Vitest reports it. */
  onCoverage(coverage: unknown): void {
    dropProbes(coverage)
  }

  async onTestRunEnd(
    testModules: ReadonlyArray<TestModule>,
    _errors: unknown,
    reason: TestRunEndReason,
  ): Promise<void> {
    this.#isRunning = false
    this.#onExit = null
    // Where no test file ran, as with --changed and no change, an earlier report is as good as it was.
    if (this.#session?.isOver || testModules.length === 0) return
    const ran = testModules
      .filter(({ project }) => this.#run.projects.has(project))
      .map((module) => this.#describe(module, reason))
    this.#run.warn([...this.#run.leftOut, ...testModules.flatMap(unwritable).slice(0, 1)])
    if (ran.length === 0) return show(this.#run.warnings.values())
    const interrupted = reason === 'interrupted'
    await this.#do(async () => {
      const outcome = await this.#report(ran, interrupted)
      await printTraces(this.#request(ran), this.#output)
      showOutcome(this.#run, outcome, this.#output)
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
    if (this.#blobs) return reportBlobs(this.#blobs, this.#request(ran))
    if (this.#session) return this.#settle(this.#session, ran, interrupted)
    return this.#finish(ran)
  }

  /** Should Vitest not wait for it, another process can go on from what is saved. */
  async #finish(ran: RanTestFile[]): Promise<RunOutcome> {
    const request = this.#request(ran)
    this.#run.save(request.expected)
    this.#onExit = () => reportElsewhere(this.#run, request.expected, this.#output)
    try {
      return await finishRun(request)
    } finally {
      this.#onExit = null
    }
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
    this.#run.save(request.expected)
    const { warnings } = await finishRun({ ...request, options: { ...options, report: false } })
    show(warnings.filter(({ message }) => !this.#run.warnings.has(message)))
  }

  #request(ran: readonly RanTestFile[]): Request {
    const expected = ran.filter(({ counts }) => counts).map(({ testFile, absence }) => [testFile, absence] as const)
    return requestFor(this.#run, new Map(expected), this.#output)
  }

  #describe(module: TestModule, reason: TestRunEndReason): RanTestFile {
    return {
      testFile: this.#pathOf(module),
      project: module.project.name,
      counts: !this.#typeTests.has(module.moduleId),
      absence: this.#whyAbsent(module),
      whole: reason !== 'interrupted' || ranToTheEnd(module),
    }
  }

  /** If it did not report. */
  #whyAbsent(module: TestModule): string {
    if (this.#blobs) return 'its blob has no counts'
    if (!this.#started.has(module.moduleId)) return 'it was not run'
    if (metaOf(module)?.unwritable !== undefined) return 'its counts could not be written'
    if (module.errors().length > 0) return 'it failed'
    return module.state() === 'skipped' ? 'it ran no test' : 'its worker died'
  }

  #interrupted(specifications: ReadonlyArray<TestSpecification>): ExpectedTestFiles {
    const ran = specifications.filter(
      ({ moduleId, project }) => this.#run.projects.has(project) && !this.#typeTests.has(moduleId),
    )
    return new Map(ran.map((specification) => [this.#pathOf(specification), 'the run was interrupted']))
  }

  #pathOf({ moduleId }: { moduleId: string }): FilePath {
    return toFilePath(this.#run.root, moduleId)
  }

  #do(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work).catch(fail)
    this.#work = done.catch(() => {})
    return done
  }
}

/** The runs have added what they counted to their stores, so it is not added again. */
async function reportBlobs(blobs: BlobCounts, request: Request): Promise<RunOutcome> {
  const isEmpty = blobs.testFiles.length === 0 && blobs.warnings.length === 0
  return isEmpty ? { report: null, text: '', warnings: [blobsWithoutCounts()] } : reportCounted(blobs, request)
}

function metaOf(module: TestModule): FileMeta['tstrace'] {
  return (module.meta() as FileMeta).tstrace
}

function unwritable(module: TestModule): Warning[] {
  const message = metaOf(module)?.unwritable
  return message === undefined ? [] : [{ slug: 'file-unwritable', message }]
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
