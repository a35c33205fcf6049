/**
 * All that the setup file uses of Vitest's runner without a documented interface: Vitest 3.2, 4.1 and 5.1.
 *
 * The runner's own methods are called for each test file and test, also for those whose hooks do not run. And they cost no
 * microtask: Vitest awaits hooks, and what a test leaves behind would run further before the next test.
 */
import process from 'node:process'
import * as vitest from 'vitest'

// A test may replace it.
const { nextTick } = process

interface Task {
  mode: string
  result?: { state: string }
}

/** A test file or a `describe`. */
export interface Suite extends Task {
  id: string
  /** Only of a test file. */
  filepath?: string
  meta: object
}

export interface Test extends Task {
  name: string
  suite?: NamedSuite
}

interface NamedSuite {
  name: string
  suite?: NamedSuite
}

interface TaskOf {
  onBeforeRunSuite: Suite
  onAfterRunSuite: Suite
  onBeforeTryTask: Test
  onAfterRetryTask: Test
  onAfterRunTask: Test
}

type Method<Of> = (this: unknown, task: Of, ...rest: unknown[]) => unknown

type RunnerMethods = { [Name in keyof TaskOf]?: Method<TaskOf[Name]> }

interface Runner {
  prototype: RunnerMethods
}

/** Vitest replaces these methods of the object itself, before it runs setup files. */
interface RunnerObject {
  onAfterRunFiles?: AfterRunFiles
  onTaskUpdate?: (packs: [id: string, result: unknown, meta: object][], events: []) => unknown
  /** Vitest 5 writes its coverage into this directory. */
  config?: { coverage?: { coverageFilesDirectory?: string } }
}

type AfterRunFiles = ((this: unknown, files: Suite[]) => Promise<void> | undefined) & {
  [originalKey]?: AfterRunFiles | undefined
}

export interface FileListener {
  /** The file is imported, and its hooks and tests run next. */
  onStart: () => void
  /** All that will run of the file has run. */
  onEnd: (file: Suite) => void
  /**
   * Vitest's own coverage of the file has been taken. Since the end, Vitest has waited for disk and main process, so what
   * the tests left behind may have run. `send` hands over the file's `meta` again.
   */
  onCoverageTaken: (file: Suite, send: () => void) => void
}

export interface TestListener {
  /** Before each try. */
  onStart: (test: Test) => void
  /** After the test and its hooks. May be called twice. */
  onEnd: (test: Test) => void
}

/** Replaces the listeners of the call before: test files may share a realm, and each has its own listeners. */
export async function listen(files: FileListener, tests: TestListener): Promise<void> {
  const { TestRunner } = vitest as unknown as { TestRunner?: Runner }
  if (TestRunner) {
    listenToFiles(TestRunner.prototype, files)
    listenToTests(TestRunner.prototype, tests)
    return
  }
  const runner = await oldRunner()
  if (runner) listenToFiles(runner.prototype, files)
  addHooks(files, tests)
}

/** Before Vitest 4.1. The computed name hides it from bundlers, because later versions do not have it. */
async function oldRunner(): Promise<Runner | undefined> {
  const name = ['vitest', 'runners'].join('/')
  // Some environments cannot load it. Then there are only the hooks.
  const runners = (await import(/* @vite-ignore */ name).catch(() => ({}))) as { VitestTestRunner?: Runner }
  return runners.VitestTestRunner
}

/** Before Vitest 4.1: its runner has no method for the end of each test. */
function addHooks(files: FileListener, tests: TestListener): void {
  // Vitest would take a named parameter for fixtures.
  vitest.beforeAll(function () {
    // In Vitest 5, the fixtures come first.
    const file = arguments[arguments.length - 1] as Suite
    files.onStart()
    return () => files.onEnd(file)
  })
  vitest.beforeEach(function () {
    const { task } = arguments[0] as { task: Test }
    tests.onStart(task)
    return () => tests.onEnd(task)
  })
}

function listenToFiles(runner: RunnerMethods, { onStart, onEnd, onCoverageTaken }: FileListener): void {
  wrap(runner, 'onBeforeRunSuite', (suite, self) => {
    if (suite.filepath === undefined) return
    listenToCoverage(self as RunnerObject, suite, onCoverageTaken)
    if (willRun(suite)) onStart()
    else onEnd(suite)
  })
  wrap(runner, 'onAfterRunSuite', (suite) => {
    if (suite.filepath !== undefined) onEnd(suite)
  })
}

/** Costs Vitest no microtask: the listener is called before Vitest, which awaits the same promise. */
function listenToCoverage(runner: RunnerObject, file: Suite, listener: FileListener['onCoverageTaken']): void {
  const found = runner.onAfterRunFiles
  const original = found && originalKey in found ? found[originalKey] : found
  const send = (): void => void runner.onTaskUpdate?.([[file.id, file.result, file.meta]], [])
  const wrapper: AfterRunFiles = function (files) {
    const taken = original?.call(this, files)
    // It is taken before the next timer, and then written to disk for some milliseconds.
    if (runner.config?.coverage?.coverageFilesDirectory) nextTick(() => listener(file, send))
    else
      taken?.then(
        () => listener(file, send),
        () => {},
      )
    return taken
  }
  wrapper[originalKey] = original
  runner.onAfterRunFiles = wrapper
}

function listenToTests(runner: RunnerMethods, { onStart, onEnd }: TestListener): void {
  wrap(runner, 'onBeforeTryTask', onStart)
  // Two, because in pages Vitest does not call the first one, and for a test that skips itself not the second one.
  wrap(runner, 'onAfterRetryTask', onEnd)
  wrap(runner, 'onAfterRunTask', onEnd)
}

/** false: a skipped file, or one whose import failed. */
function willRun({ mode, result }: Task): boolean {
  return (mode === 'run' || mode === 'queued') && result?.state !== 'fail'
}

/** Vitest's own method, behind the wrapper of an earlier evaluation of the setup file. */
const originalKey = Symbol.for('tstrace.original')

type Wrapper<Of> = Method<Of> & { [originalKey]?: Method<Of> | undefined }

function wrap<Name extends keyof TaskOf>(
  runner: RunnerMethods,
  name: Name,
  listener: (task: TaskOf[Name], self: unknown) => void,
): void {
  const found: Wrapper<TaskOf[Name]> | undefined = runner[name]
  const original = found && originalKey in found ? found[originalKey] : found
  const wrapper: Wrapper<TaskOf[Name]> = function (task, ...rest) {
    listener(task, this)
    return original?.call(this, task, ...rest)
  }
  wrapper[originalKey] = original
  runner[name] = wrapper as RunnerMethods[Name]
}
