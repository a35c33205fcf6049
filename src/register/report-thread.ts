/** The thread that makes a run's report. */
import { workerData } from 'node:worker_threads'
import type { TracedRun } from './traced-run.ts'

export interface ReportOrders {
  run: TracedRun
  /** Where the thread says that it is done, and the exit status; null where nobody waits. */
  done: Int32Array<SharedArrayBuffer> | null
  /** false: the run goes on. */
  final: boolean
  /** Whether stderr is one, and how it likes things. */
  terminal: boolean
  color: boolean
}

const orders = workerData as ReportOrders
let status = 2
try {
  // Whatever goes wrong, also in loading it: who waits has to know.
  const { makeReport } = await import('./make-report.ts')
  status = await makeReport(orders)
} finally {
  if (orders.done) {
    orders.done[1] = status
    Atomics.store(orders.done, 0, 1)
    Atomics.notify(orders.done, 0)
  }
}
