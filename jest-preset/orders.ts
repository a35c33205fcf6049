/** What the reporter tells the workers. It stands in the projects' configurations, and travels wherever those do. */
import type { Config } from '@jest/types'
import type { Engine, ResolvedOptions } from '../src/model/options.ts'

/** The same from run to run in watch mode: Jest keeps what it transformed for as long as the configuration is the same. */
export interface Orders {
  /** Absolute; paths are named from here. */
  root: string
  engine: Engine
  /** Of the parts. */
  directory: string
  run: string
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
}

/** Files that are no source to the project. */
export interface UntracedFiles {
  /** Globs of tests, for absolute paths. */
  testMatch: string[]
  /** Regular expressions of tests. */
  testRegex: string[]
  /** Setup files, environments, and what else the configuration names. Absolute. */
  named: string[]
}

/** The configuration as the project has it. */
export function withoutOrders({ tstrace, ...config }: OrderedConfig): Config.ProjectConfig {
  return { ...config, ...tstrace.replaced }
}
