/** What the main process tells the workers. It is a part of each project's configuration, which Jest sends to them. */
import { createHash } from 'node:crypto'
import type { Config } from '@jest/types'
import type { Engine, ResolvedOptions } from '../src/options/options.ts'
import type { UntracedFiles } from '../src/selection/untraced.ts'

/** The same in all runs of watch mode: Jest reuses transformed files only for an equal configuration. */
export interface WorkerConfig {
  /** Absolute. All paths in reports start here. */
  root: string
  engine: Engine
  /** Where parts are written. */
  directory: string
  run: string
  /** The directory of line traces, absolute; null: lines are not traced. */
  traces: string | null
  timing: boolean
  /** The values that ours replace in the project's configuration. */
  replaced: Pick<Config.ProjectConfig, 'testRunner' | 'transform'>
}

export type InjectedConfig = Config.ProjectConfig & { tstrace: WorkerConfig }

/** The options of our transformer, for the files of one pattern. */
export interface TransformerConfig {
  /** The project's own transformer for these files; null: it has none. */
  inner: string | null
  innerOptions: Record<string, unknown>
  root: string
  options: ResolvedOptions
  untraced: UntracedFiles
  /** Jest collects V8's coverage in the same run. */
  v8Coverage: boolean
}

/** The project's configuration without ours. */
export function originalConfig({ tstrace, ...config }: InjectedConfig): Config.ProjectConfig {
  return { ...config, ...tstrace.replaced }
}

/** The files that the configuration names for other purposes than to test them. */
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
 * The id of a test file's part. If the file runs again, on another worker or in watch mode, the new part replaces the old
 * one.
 */
export function partIdOf(project: string, testPath: string): string {
  return createHash('sha256').update(`${project}\n${testPath}`).digest('hex').slice(0, 16)
}
