/** Runs in each worker, before each test file: names the contexts, and hands the counts over when the file is done. */
import process from 'node:process'
import * as vitest from 'vitest'
import { beforeAll, beforeEach, expect, inject } from 'vitest'
import type { FilePath } from '../src/model/counts.ts'
import { TstraceError } from '../src/model/error.ts'
import { toFilePath } from '../src/model/paths.ts'
import { takeIstanbulCounts } from '../src/runtime/istanbul-counts.ts'
import { type FullRecorder, enterContext, realmRecorder, takeCounts } from '../src/runtime/recorder.ts'
import { packCounts } from '../src/store/packed.ts'
import { plainMessage } from '../src/store/failure.ts'
import { writePart } from '../src/store/parts.ts'
import { type FileMeta, type WorkerOrders, ordersKey } from './messages.ts'
import { type Suite, type SuiteHooks, followSuites } from './suites.ts'

interface NamedTask {
  name: string
  suite?: NamedTask | undefined
}

interface Runner {
  prototype: SuiteHooks
}

const orders = inject(ordersKey as never) as WorkerOrders
const recorder: FullRecorder = realmRecorder()
const testFile: FilePath = toFilePath(orders.root, expect.getState().testPath ?? '')

let running = 0

enterContext(recorder, { context: 'import', file: testFile })

// Not a named parameter: Vitest takes those for fixtures.
beforeAll(function () {
  // Vitest 5 has its fixtures before it.
  const file = arguments[arguments.length - 1] as Suite
  enterContext(recorder, { context: 'hooks', file: testFile })
  return () => deliver(file)
})

// Vitest runs no hook of a file that has no test to run, or that threw while it was imported; and where one throws,
// Vitest 4 skips the cleanups of the others. The runner hears of every file.
const { TestRunner = await oldRunner() } = vitest as unknown as { TestRunner?: Runner }
if (TestRunner) followSuites(TestRunner.prototype, { never: deliver, after: deliver })

beforeEach(function () {
  const { task } = arguments[0] as { task: NamedTask }
  running++
  // Tests that run at the same time can't be told apart: say so, rather than guess.
  enterContext(recorder, {
    context: running > 1 ? 'concurrent tests' : `test ${JSON.stringify(fullName(task))}`,
    file: testFile,
  })
  return () => {
    if (--running === 0) enterContext(recorder, { context: 'hooks', file: testFile })
  }
})

/** Of Vitest 3. Its name is kept from bundlers: later versions do not have it. */
async function oldRunner(): Promise<Runner | undefined> {
  const name = ['vitest', 'runners'].join('/')
  // Where an environment can't load it, the hooks do what they can.
  const runners = (await import(/* @vite-ignore */ name).catch(() => ({}))) as { VitestTestRunner?: Runner }
  return runners.VitestTestRunner
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
    ;(meta.tstrace ??= {}).unwritable = plainMessage(error)
  }
}

/** `describe > test`. */
function fullName(task: NamedTask): string {
  const names = [task.name]
  for (let suite = task.suite; suite; suite = suite.suite) if (suite.name !== '') names.unshift(suite.name)
  return names.join(' > ')
}
