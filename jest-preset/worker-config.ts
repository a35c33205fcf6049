/** What the reporter tells the workers. It stands in the projects' configurations, and travels wherever those do. */
import { createHash } from 'node:crypto'
import type { Config } from '@jest/types'
import type { Engine, ResolvedOptions } from '../src/options/options.ts'
import type { UntracedFiles } from '../src/selection/untraced.ts'

/** The same from run to run in watch mode: Jest keeps what it transformed for as long as the configuration is the same. */
export interface Orders {
  /** Absolute; paths are named from here. */
  root: string
  engine: Engine
  /** Of the parts. */
  directory: string
  run: string
  /** Where traces go, absolute; null: lines are not traced. */
  traces: string | null
  timing: boolean
  /** What the project said before these orders were put into it. */
  replaced: Pick<Config.ProjectConfig, 'testRunner' | 'transform'>
}

/** A project's configuration with orders in it. */
export type OrderedConfig = Config.ProjectConfig & { tstrace: Orders }

/** What our transformer is told, for the files of one pattern. */
export interface TransformOrders {
  /** The project's own transformer for these files; null: it has none. */
  inner: string | null
  innerOptions: Record<string, unknown>
  root: string
  options: ResolvedOptions
  untraced: UntracedFiles
  /** V8 counts in the same run, for Jest. */
  v8Coverage: boolean
}

/** The configuration as the project has it. */
export function withoutOrders({ tstrace, ...config }: OrderedConfig): Config.ProjectConfig {
  return { ...config, ...tstrace.replaced }
}

/** What the configuration says of the files that are no source to the project. */
export function untracedFiles(config: Config.ProjectConfig): UntracedFiles {
  const { setupFiles, setupFilesAfterEnv, snapshotSerializers, transform } = config
  const { globalSetup, globalTeardown, testEnvironment, testRunner, runner, resolver, snapshotResolver } = config
  const single = [globalSetup, globalTeardown, testEnvironment, testRunner, runner, resolver, snapshotResolver]
  return {
    tests: config.testMatch,
    testPatterns: config.testRegex.map((pattern) => (typeof pattern === 'string' ? pattern : pattern.source)),
    named: [
      ...setupFiles,
      ...setupFilesAfterEnv,
      ...snapshotSerializers,
      ...transform.map(([, path]) => path),
      ...single.filter((path) => typeof path === 'string'),
    ],
  }
}

/**
 * The id of what a test file delivers. If it runs again, on another worker after the first one died or in watch mode,
 * the last time counts: the part has the same name.
 */
export function partOf(project: string, testPath: string): string {
  return createHash('sha256').update(`${project}\n${testPath}`).digest('hex').slice(0, 16)
}
