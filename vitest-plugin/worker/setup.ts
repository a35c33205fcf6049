/** Runs in each worker, before each test file: names the contexts, and hands the counts over when the file is done. */
import process from 'node:process'
import * as vitest from 'vitest'
import { beforeAll, beforeEach, expect, inject } from 'vitest'
import type { FilePath } from '../../src/model/counts.ts'
import { TstraceError } from '../../src/model/error.ts'
import { toFilePath } from '../../src/model/paths.ts'
import { takeIstanbulCounts } from '../../src/istanbul/take-counts.ts'
import { type FullRecorder, enterContext, realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { packCounts } from '../../src/store/packed.ts'
import { writePart } from '../../src/store/parts.ts'
import { type FileMeta, type WorkerOrders, ordersKey } from '../messages.ts'
import { type RunnerHooks, type Suite, type Test, followFiles, followTests } from './runner-events.ts'

interface Runner {
  prototype: RunnerHooks
}

const orders = inject(ordersKey as never) as WorkerOrders
const recorder: FullRecorder = realmRecorder()
const testFile: FilePath = toFilePath(orders.root, expect.getState().testPath ?? '')

const running = new Set<Test>()

enter('import')

const { TestRunner } = vitest as unknown as { TestRunner?: Runner }
const followers = { before: () => enter('hooks'), never: deliver, after: deliver }
if (TestRunner) {
  followFiles(TestRunner.prototype, followers)
  followTests(TestRunner.prototype, { start: startTest, end: endTest })
} else {
  const runner = await oldRunner()
  if (runner) followFiles(runner.prototype, followers)
  addHooks()
}

function enter(context: string): void {
  enterContext(recorder, { context, file: testFile })
}

/** Before Vitest 4.1, whose runner is not told of each test's end, and where it is out of reach. */
function addHooks(): void {
  // Not a named parameter: Vitest takes those for fixtures.
  beforeAll(function () {
    // Vitest 5 has its fixtures before it.
    const file = arguments[arguments.length - 1] as Suite
    enter('hooks')
    return () => deliver(file)
  })
  beforeEach(function () {
    const { task } = arguments[0] as { task: Test }
    startTest(task)
    return () => endTest(task)
  })
}

/** Before Vitest 4.1. Its name is kept from bundlers: later versions do not have it. */
async function oldRunner(): Promise<Runner | undefined> {
  const name = ['vitest', 'runners'].join('/')
  // Where an environment can't load it, the hooks do what they can.
  const runners = (await import(/* @vite-ignore */ name).catch(() => ({}))) as { VitestTestRunner?: Runner }
  return runners.VitestTestRunner
}

/** A test that skipped itself may not have been said to end. */
function startTest(test: Test): void {
  for (const other of running) if (other.mode === 'skip') running.delete(other)
  running.add(test)
  // Tests that run at the same time can't be told apart: say so, rather than guess.
  enter(running.size > 1 ? 'concurrent tests' : `test ${JSON.stringify(fullName(test))}`)
}

function endTest(test: Test): void {
  running.delete(test)
  if (running.size === 0) enter('hooks')
}

let delivered = false

/** What was counted since the last time. The first part also says that the file was run. */
function deliver(file: Suite): void {
  recorder.trace?.end()
  const counts = orders.engine === 'istanbul' ? takeIstanbulCounts(globalThis) : takeCounts(recorder)
  if (delivered && !counts.some((of) => of.counts.some((count) => count > 0))) return
  delivered = true
  const { directory, run, project, blob } = orders
  const meta: FileMeta = file.meta
  if (blob) ((meta.tstrace ??= {}).counts ??= []).push(packCounts(counts))
  try {
    writePart(directory, { run, testFile, project, worker: process.pid }, counts)
  } catch (error) {
    // It is no failure of the tests.
    if (!(error instanceof TstraceError)) throw error
    ;(meta.tstrace ??= {}).unwritable = error.reason
  }
}

/** `describe > test`. */
function fullName(task: Test): string {
  const names = [task.name]
  for (let suite = task.suite; suite; suite = suite.suite) if (suite.name !== '') names.unshift(suite.name)
  return names.join(' > ')
}
