/** Runs in each worker, before each test file: names the contexts, and hands the counts over when the file is done. */
import process from 'node:process'
import { beforeAll, beforeEach, expect, inject } from 'vitest'
import type { FilePath } from '../src/model/counts.ts'
import { toFilePath } from '../src/model/paths.ts'
import { takeIstanbulCounts } from '../src/runtime/istanbul-counts.ts'
import { type FullRecorder, enterContext, realmRecorder, takeCounts } from '../src/runtime/recorder.ts'
import { packCounts } from '../src/store/packed.ts'
import { writePart } from '../src/store/parts.ts'
import { type FileMeta, type WorkerOrders, ordersKey } from './messages.ts'

interface NamedTask {
  name: string
  suite?: NamedTask | undefined
}

const orders = inject(ordersKey as never) as WorkerOrders
const recorder: FullRecorder = realmRecorder()
const testFile: FilePath = toFilePath(orders.root, expect.getState().testPath ?? '')

let running = 0

enterContext(recorder, { context: 'import', file: testFile })

// Not a named parameter: Vitest takes those for fixtures.
beforeAll(function () {
  // Vitest 5 has its fixtures before it.
  const file = arguments[arguments.length - 1] as { meta: FileMeta }
  enterContext(recorder, { context: 'hooks', file: testFile })
  return () => deliver(file)
})

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

function deliver({ meta }: { meta: FileMeta }): void {
  const counts = orders.engine === 'istanbul' ? takeIstanbulCounts(globalThis) : takeCounts(recorder)
  const { directory, run, project, blob } = orders
  writePart(directory, { run, testFile, project, worker: process.pid }, counts)
  if (blob) ((meta.tstrace ??= {}).counts ??= []).push(packCounts(counts))
}

/** `describe > test`. */
function fullName(task: NamedTask): string {
  const names = [task.name]
  for (let suite = task.suite; suite; suite = suite.suite) if (suite.name !== '') names.unshift(suite.name)
  return names.join(' > ')
}
