/** Runs in each worker before each test file: names the contexts, and writes the file's counts when it has ended. */
import process from 'node:process'
import { expect, inject } from 'vitest'
import type { FilePath } from '../../src/model/counts.ts'
import { TstraceError } from '../../src/model/error.ts'
import { toFilePath } from '../../src/model/paths.ts'
import { takeIstanbulCounts } from '../../src/istanbul/take-counts.ts'
import { type FullRecorder, enterContext, realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { packCounts } from '../../src/store/packed.ts'
import { writePart } from '../../src/store/parts.ts'
import { TestContexts, traceTest } from '../../src/test-run/test-contexts.ts'
import { type FileMeta, type WorkerConfig, workerConfigKey } from '../messages.ts'
import { type Suite, type Test, listen } from './vitest-internals.ts'

// A test may replace it.
const { pid } = process
const { root, directory, run, project, engine, blob } = inject(workerConfigKey as never) as WorkerConfig
const recorder: FullRecorder = realmRecorder()
const testFile: FilePath = toFilePath(root, expect.getState().testPath ?? '')
const contexts = new TestContexts<Test>((context) => {
  enterContext(recorder, { context, file: testFile })
  traceTest(recorder.trace, context)
})
let hasPart = false

contexts.enterImport()
await listen(
  { onStart: () => contexts.enterHooks(), onEnd: writeCounts, onCoverageTaken: writeLateCounts },
  { onStart: startTest, onEnd: (test) => contexts.endTest(test) },
)

function startTest(test: Test): void {
  // Vitest may not have announced the end of a test that skipped itself, or of a try that failed in a hook.
  contexts.forgetTests((other) => other === test || other.mode === 'skip')
  contexts.startTest(test, namesOf(test))
}

/** What timers and promises of the tests ran meanwhile. If the worker is killed, there is what was written before. */
function writeLateCounts(file: Suite, send: () => void): void {
  if (writeCounts(file) && blob) send()
}

/** Writes what was counted since the last call. The first part also says that the file was run. false: there was nothing. */
function writeCounts(file: Suite): boolean {
  recorder.trace?.end()
  const counts = engine === 'istanbul' ? takeIstanbulCounts(globalThis) : takeCounts(recorder)
  if (hasPart && !counts.some((of) => of.counts.some((count) => count > 0))) return false
  hasPart = true
  const meta: FileMeta = file.meta
  if (blob) ((meta.tstrace ??= {}).counts ??= []).push(packCounts(counts))
  try {
    writePart(directory, { run, testFile, project, worker: pid }, counts)
  } catch (error) {
    // The tests have not failed.
    ;(meta.tstrace ??= {}).unwritable =
      error instanceof TstraceError ? error.reason : `Counts were lost: "${error}". Run it again.`
  }
  return true
}

/** Of the describes around the test, and its own. */
function namesOf(test: Test): string[] {
  const names = [test.name]
  for (let { suite } = test; suite; suite = suite.suite) if (suite.name !== '') names.unshift(suite.name)
  return names
}
