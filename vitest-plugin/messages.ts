/** What the plugin tells the setup file in each worker, through Vitest's `provide` and `inject`. */
export interface WorkerOrders {
  root: string
  /** Where parts go. */
  directory: string
  run: string
  /** The name of the Vitest project. */
  project: string
  engine: 'tstrace' | 'istanbul'
}

export const ordersKey = 'tstrace'
