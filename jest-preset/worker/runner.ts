/** The test runner of all projects: runs the project's own test runner, and writes the counts into a part. */
import fs from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { JestEnvironment } from '@jest/environment'
import type { Config } from '@jest/types'
import type { FileCounts, FilePath } from '../../src/model/counts.ts'
import { type Warning, TstraceError, formatMessage } from '../../src/model/error.ts'
import { toFilePath, traceName } from '../../src/model/paths.ts'
import { takeIstanbulCounts } from '../../src/istanbul/take-counts.ts'
import { type FullRecorder, enterContext, realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { LineTraceBuffer } from '../../src/runtime/line-trace-buffer.ts'
import { type PartHeader, partName } from '../../src/store/part-file.ts'
import { reasonOf } from '../../src/store/failure.ts'
import { writePart } from '../../src/store/parts.ts'
import { LineTraceFile } from '../../src/store/line-trace-file.ts'
import { TestContexts, traceTest } from '../../src/test-run/test-contexts.ts'
import { type InjectedConfig, originalConfig, partIdOf } from '../worker-config.ts'
import { type CircusHost, type Send, followTests, protectFromDeletion } from './jest-internals.ts'
import { requireOrImport } from './load.ts'

// A test may replace them.
const { rmSync } = fs
const { pid } = process

type Runner = (
  globalConfig: Config.GlobalConfig,
  config: Config.ProjectConfig,
  environment: JestEnvironment,
  runtime: unknown,
  testPath: string,
  send?: Send,
) => Promise<unknown>

const tracingRunner: Runner = async (globalConfig, config, environment, runtime, testPath, send) => {
  const injected = config as InjectedConfig
  const inner = (await requireOrImport(injected.tstrace.replaced.testRunner)) as Runner
  const sendOn = record(injected, testPath, { environment, send })
  return inner(globalConfig, originalConfig(injected), environment, runtime, testPath, sendOn)
}

export default tracingRunner

/** Records until the environment ends: also hooks, and the environment's own code. Returns the `send` for the inner runner. */
function record(config: InjectedConfig, testPath: string, host: CircusHost): Send | undefined {
  const { environment } = host
  const { root, directory, run, engine, replaced } = config.tstrace
  const file = toFilePath(root, testPath)
  const realm = environment.global
  const recorder: FullRecorder & { warnings?: Warning[] } = realmRecorder(realm)
  const warnings: Warning[] = []
  recorder.warnings = warnings
  protectFromDeletion(recorder)
  // Setup files have run.
  recorder.contexts[1] = { context: 'import', file }
  const enter = (context: string): void => {
    enterContext(recorder, { context, file })
    traceTest(recorder.trace, context)
  }
  // No more is known with a test runner that announces nothing.
  enter('tests')
  const sendOn = followTests(host, new TestContexts(enter), replaced.testRunner)

  const part = partIdOf(config.id, testPath)
  const trace = traceLines(config, file, [recorder, realmRecorder()])

  const take = (): FileCounts[] => (engine === 'istanbul' ? takeIstanbulCounts(realm) : takeCounts(recorder))

  function writeCounts(counts: FileCounts[]): void {
    process.off('exit', onExit)
    trace?.end()
    const header: PartHeader = { run, testFile: file, project: config.id, worker: pid, warnings }
    try {
      rmSync(join(directory, partName(part)), { force: true })
      // The environment's own code runs in the outer realm.
      writePart(directory, header, [...counts, ...takeCounts(realmRecorder())], part)
    } catch (error) {
      // The tests have not failed. The report says that the counts are missing.
      console.error(error instanceof TstraceError ? error.message : lost(file, error))
    }
  }
  const onExit = (): void => writeCounts(take())
  // First: with --runInBand, the reporter reads the parts in this process.
  process.prependListener('exit', onExit)
  const { teardown } = environment
  environment.teardown = async () => {
    // Jest clears Istanbul's counts in the teardown.
    const counts = engine === 'istanbul' ? take() : []
    try {
      await teardown.call(environment)
    } finally {
      writeCounts(engine === 'istanbul' ? counts : take())
    }
  }
  return sendOn
}

function lost(file: FilePath, error: unknown): string {
  const message = `What "${file}" counted is lost. ${reasonOf(error)}. The tests are as they would be without tstrace. Please report this.`
  return formatMessage({ slug: 'bad-part', message })
}

function traceLines(
  { tstrace, displayName }: InjectedConfig,
  file: FilePath,
  recorders: FullRecorder[],
): LineTraceBuffer | null {
  const { traces, timing } = tstrace
  if (traces === null) return null
  const { write } = new LineTraceFile(traces, traceName(file, displayName?.name ?? ''))
  const buffer = new LineTraceBuffer({ timing, write, now: performance.now.bind(performance) })
  for (const recorder of recorders) recorder.trace = buffer
  return buffer
}
