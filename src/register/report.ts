/** The report is made by a thread of its own: the process that ends can wait for one, but can do nothing that takes turns. */
import process from 'node:process'
import workerThreads from 'node:worker_threads'
import { ownFile } from './own-files.ts'
import type { ReportOrders } from './report-thread.ts'
import { type TracedRun, runVariable } from './traced-run.ts'

/** As it is before programs' threads are traced: ours is not. */
const { Worker } = workerThreads

/** Makes the report of a run that is over. Returns the exit status: 2 where that failed. */
export function reportAtEnd(run: TracedRun): number {
  const done = new Int32Array(new SharedArrayBuffer(8))
  startThread({ run, done, final: true, ...look() })
  Atomics.wait(done, 0, 0)
  return done[1] ?? 0
}

/** Makes the report of a run that goes on, beside the program. */
export function reportSoFar(run: TracedRun): void {
  startThread({ run, done: null, final: false, ...look() }).unref()
}

function startThread(orders: ReportOrders): workerThreads.Worker {
  const { NODE_OPTIONS: _, [runVariable]: __, ...env } = process.env
  return new Worker(ownFile('report-thread.js'), { workerData: orders, env, execArgv: [] })
}

function look(): { terminal: boolean; color: boolean } {
  const terminal = process.stderr.isTTY === true
  return { terminal, color: terminal && !process.env['NO_COLOR'] }
}
