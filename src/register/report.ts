/**
 * The report is made by a thread of its own: the process that ends can wait for one, but can do nothing that takes turns.
 * It is started first of all, and loads what it needs while the program runs.
 */
import process from 'node:process'
import workerThreads from 'node:worker_threads'
import type { ResolvedOptions } from '../options/options.ts'
import { builtUrl } from '../process/built-file.ts'
import { type TracedRun, runVariable } from './traced-run.ts'

/** As it is before programs' threads are traced: ours is not. */
const { Worker } = workerThreads

/** A request to the thread, as a message. */
export interface ReportOrders {
  run: TracedRun
  /** false: the run goes on. */
  final: boolean
  /** Whether stderr is one, and how it likes things. */
  terminal: boolean
  color: boolean
}

/** Shared with the thread: how many reports were requested, how many were made, and the exit status of the last. */
export type ReportState = Int32Array<SharedArrayBuffer>
export const requestedPlace = 0
export const madePlace = 1
export const statusPlace = 2

/** Whether a run has more to show than its lines. */
export function keepsCounts({ report, file }: ResolvedOptions): boolean {
  return report || file !== null
}

export function startReportThread(options: ResolvedOptions): ReportThread | null {
  return keepsCounts(options) ? new ReportThread() : null
}

export class ReportThread {
  readonly #state: ReportState = new Int32Array(new SharedArrayBuffer(12))
  readonly #worker: workerThreads.Worker

  constructor() {
    const { NODE_OPTIONS: _, [runVariable]: __, ...env } = process.env
    this.#worker = new Worker(builtUrl('register/report-thread.js'), { workerData: this.#state, env, execArgv: [] })
    this.#worker.unref()
  }

  /** Makes the report of a run that is over. Returns the exit status: 2 where that failed. */
  finish(run: TracedRun): number {
    const requested = this.#request(run, true)
    for (let made = this.#made(); made < requested; made = this.#made()) Atomics.wait(this.#state, madePlace, made)
    return this.#state[statusPlace] ?? 0
  }

  /** Makes the report of a run that goes on, beside the program. */
  reportSoFar(run: TracedRun): void {
    this.#request(run, false)
  }

  #request(run: TracedRun, final: boolean): number {
    const terminal = process.stderr.isTTY === true
    const orders: ReportOrders = { run, final, terminal, color: terminal && !process.env['NO_COLOR'] }
    this.#worker.postMessage(orders)
    const requested = Atomics.add(this.#state, requestedPlace, 1) + 1
    Atomics.notify(this.#state, requestedPlace)
    return requested
  }

  #made(): number {
    return Atomics.load(this.#state, madePlace)
  }
}
