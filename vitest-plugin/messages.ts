/** What the plugin tells the setup file in each worker, through Vitest's `provide` and `inject`. */
export interface WorkerOrders {
  root: string
  /** Where parts go. */
  directory: string
  run: string
  /** The name of the Vitest project. */
  project: string
  engine: 'tstrace' | 'istanbul'
  /** The counts go into the test file's `meta`, too: Vitest keeps that in its blobs. */
  blob: boolean
  /** Where traces go, absolute. */
  traces: string
  timing: boolean
}

/** What the setup file leaves in a test file's `meta`. */
export interface FileMeta {
  tstrace?: {
    counts?: string[]
    /** Why there is no part. */
    unwritable?: string
  }
}

export const ordersKey = 'tstrace'
