/** The test runner of every project: the one it had, then what was counted goes into a part. */
import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import type { JestEnvironment } from '@jest/environment'
import type { Config } from '@jest/types'
import type { FileCounts, FilePath } from '../../src/model/counts.ts'
import { type Warning, TstraceError } from '../../src/model/error.ts'
import { toFilePath, traceName } from '../../src/model/paths.ts'
import { takeIstanbulCounts } from '../../src/istanbul/take-counts.ts'
import { type FullRecorder, enterContext, realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { LineTraceBuffer } from '../../src/runtime/line-trace-buffer.ts'
import { type PartHeader, partName } from '../../src/store/part-file.ts'
import { writePart } from '../../src/store/parts.ts'
import { LineTraceFile } from '../../src/store/line-trace-file.ts'
import { type CircusHost, type CircusRuntime, type Send, followTests } from './contexts.ts'
import { requireOrImport } from './load.ts'
import { type OrderedConfig, partOf, withoutOrders } from '../worker-config.ts'

type Runner = (
  globalConfig: Config.GlobalConfig,
  config: Config.ProjectConfig,
  environment: JestEnvironment,
  runtime: CircusRuntime,
  testPath: string,
  send?: Send,
) => Promise<unknown>

const tracingRunner: Runner = async (globalConfig, config, environment, runtime, testPath, send) => {
  const { tstrace } = config as OrderedConfig
  const inner = (await requireOrImport(tstrace.replaced.testRunner)) as Runner
  const host: CircusHost = { environment, runtime, testPath, send }
  const sendOn = record(config as OrderedConfig, host)
  return inner(globalConfig, withoutOrders(config as OrderedConfig), environment, runtime, testPath, sendOn)
}

export default tracingRunner

/** From here to the end of the environment, which sees all: hooks, and what the environment itself does. */
function record(config: OrderedConfig, host: CircusHost): Send | undefined {
  const { environment, testPath } = host
  const { root, directory, run, engine, replaced } = config.tstrace
  const file = toFilePath(root, testPath)
  const realm = environment.global
  const recorder: FullRecorder & { warnings?: Warning[] } = realmRecorder(realm)
  const warnings: Warning[] = []
  recorder.warnings = warnings
  protect(recorder)
  // Setup files have run.
  recorder.contexts[1] = { context: 'import', file }
  const sendOn = followTests(host, (context) => enterContext(recorder, { context, file }), {
    silentConcurrency: isOldCircus(replaced.testRunner),
  })

  const part = partOf(config.id, testPath)
  const trace = traceLines(config, file, [recorder, realmRecorder()])

  const take = (): FileCounts[] => (engine === 'istanbul' ? takeIstanbulCounts(realm) : takeCounts(recorder))

  function handOver(counts: FileCounts[]): void {
    process.off('exit', onExit)
    trace?.end()
    const header: PartHeader = { run, testFile: file, project: config.id, worker: process.pid, warnings }
    try {
      rmSync(join(directory, partName(part)), { force: true })
      // The environment's own code runs outside of its realm.
      writePart(directory, header, [...counts, ...takeCounts(realmRecorder())], part)
    } catch (error) {
      if (!(error instanceof TstraceError)) throw error
      // No failure of the test file's. The report says that its counts are missing.
      console.error(error.message)
    }
  }
  const onExit = (): void => handOver(take())
  // In this process the reporter may wait for it.
  process.prependListener('exit', onExit)
  const { teardown } = environment
  environment.teardown = async () => {
    // What Jest clears then.
    const counts = engine === 'istanbul' ? take() : []
    try {
      await teardown.call(environment)
    } finally {
      handOver(engine === 'istanbul' ? counts : take())
    }
  }
  return sendOn
}

/** The environment's own code runs outside of its realm. */
function traceLines(
  { tstrace, displayName }: OrderedConfig,
  file: FilePath,
  recorders: FullRecorder[],
): LineTraceBuffer | null {
  const { traces, timing } = tstrace
  if (traces === null) return null
  const { write } = new LineTraceFile(join(traces, traceName(file, displayName?.name ?? '')))
  const buffer = new LineTraceBuffer({ timing, write, now: performance.now.bind(performance) })
  for (const recorder of recorders) recorder.trace = buffer
  return buffer
}

/** Jest 30 clears, as it leaves the environment, what was put on the global object; but late callbacks still count. */
function protect(recorder: FullRecorder): void {
  Object.defineProperty(recorder, Symbol.for('$$jest-protect-from-deletion'), { value: [] })
}

/** Before Jest 30; see `ContextOptions`. */
function isOldCircus(testRunner: string): boolean {
  try {
    const { version } = createRequire(testRunner)('jest-circus/package.json') as { version: string }
    return Number.parseInt(version) < 30
  } catch {
    return false
  }
}
