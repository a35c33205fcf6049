/** What the main process and the workers send to each other. */

/** From the main process to the setup file, by Vitest's `provide` and `inject`. */
export interface WorkerConfig {
  root: string
  /** Where parts are written. */
  directory: string
  run: string
  /** The name of the Vitest project. */
  project: string
  engine: 'tstrace' | 'istanbul'
  /** The counts are also stored in the test file's `meta`, which Vitest writes into its blobs. */
  blob: boolean
  /** The directory of line traces, absolute. */
  traces: string
  timing: boolean
}

export const workerConfigKey = 'tstrace'

/** From the setup file to the main process, in a test file's `meta`. */
export interface FileMeta {
  tstrace?: {
    counts?: string[]
    /** Why the part could not be written. */
    unwritable?: string
  }
}
