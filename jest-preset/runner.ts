/** The test runner of every project: the one it had, then what was counted goes into a part. */
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import type { JestEnvironment } from '@jest/environment'
import type { Config } from '@jest/types'
import { toFilePath } from '../src/model/paths.ts'
import { takeIstanbulCounts } from '../src/runtime/istanbul-counts.ts'
import { enterContext, realmRecorder, takeCounts } from '../src/runtime/recorder.ts'
import { partName } from '../src/store/part-file.ts'
import { writePart } from '../src/store/parts.ts'
import { followTests } from './contexts.ts'
import { requireOrImport } from './load.ts'
import { type OrderedConfig, withoutOrders } from './orders.ts'
import { currentRun } from './session.ts'

type Runner = (
  globalConfig: Config.GlobalConfig,
  config: Config.ProjectConfig,
  environment: JestEnvironment,
  runtime: object,
  testPath: string,
  ...rest: unknown[]
) => Promise<unknown>

const tracingRunner: Runner = async (globalConfig, config, environment, runtime, testPath, ...rest) => {
  const { tstrace } = config as OrderedConfig
  const inner = (await requireOrImport(tstrace.replaced.testRunner)) as Runner
  record(config as OrderedConfig, environment, testPath)
  return inner(globalConfig, withoutOrders(config as OrderedConfig), environment, runtime, testPath, ...rest)
}

export default tracingRunner

/** From here to the end of the environment, which sees all: hooks, and what the environment itself does. */
function record(config: OrderedConfig, environment: JestEnvironment, testPath: string): void {
  const { root, session, engine, replaced } = config.tstrace
  const run = currentRun(session)
  const file = toFilePath(root, testPath)
  const realm = environment.global
  const recorder = realmRecorder(realm)
  // Setup files have run.
  recorder.contexts[1] = { context: 'import', file }
  enterContext(recorder, { context: 'import', file })
  followTests(environment, (context) => enterContext(recorder, { context, file }), {
    silentConcurrency: isOldCircus(replaced.testRunner),
  })

  // A worker that died over this test file may have left a part: the last try counts.
  const part = partId(config.id, testPath)
  rmSync(join(run.directory, partName(part)), { force: true })
  const header = { run: run.id, testFile: file, worker: process.pid }

  function deliver(): void {
    process.off('exit', deliver)
    const counts = engine === 'istanbul' ? takeIstanbulCounts(realm) : takeCounts(recorder)
    // The environment's own code runs outside of its realm.
    writePart(run.directory, header, [...counts, ...takeCounts(realmRecorder())], part)
  }
  process.on('exit', deliver)
  const { teardown } = environment
  environment.teardown = async () => {
    try {
      await teardown.call(environment)
    } finally {
      deliver()
    }
  }
}

function partId(project: string, testPath: string): string {
  return createHash('sha256').update(`${project}\n${testPath}`).digest('hex').slice(0, 16)
}

function isOldCircus(testRunner: string): boolean {
  try {
    const { version } = createRequire(testRunner)('jest-circus/package.json') as { version: string }
    return Number.parseInt(version) < 30
  } catch {
    return false
  }
}
