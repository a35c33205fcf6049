/** What the processes and threads of one traced run agree on. It travels in an environment variable. */
import type { ResolvedOptions } from '../options/options.ts'

export interface RunSettings {
  /** Names the run in its parts. */
  run: string
  /** Where parts go; '' if none are wanted. */
  directory: string
  /** Absolute; paths are named from it, and globs start there. */
  root: string
  options: ResolvedOptions
  /** Absolute paths of files and directories that are traced even in node_modules: the program, and its package. */
  forcedPaths: string[]
  /** What the standard output of the process that began the run is; null: that can't be told. */
  output: string | null
  /** The global symbol of its recorder, where it has one of its own. */
  recorder?: string
}

/** Set in the environment of everything that a traced process starts. */
export const runVariable = 'TSTRACE_RUN'

/** Its value in what does our own work. */
export const noRun = 'none'

export function encodeRun(run: RunSettings): string {
  return JSON.stringify(run)
}

/** null where the process is not part of a run. */
export function decodeRun(text: string | undefined): RunSettings | null {
  return text === undefined || text === '' ? null : (JSON.parse(text) as RunSettings)
}
