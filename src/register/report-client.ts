/**
 * A thread makes the report: a process that ends can wait for a thread, but can run nothing asynchronous itself. The
 * thread starts first, and loads its modules while the program runs.
 */
import process from 'node:process'
import workerThreads from 'node:worker_threads'
import type { ResolvedOptions } from '../options/options.ts'
import { builtUrl } from '../process/built-file.ts'
import { resolverFlags, withoutPipes } from './own-thread.ts'
import { reportInProcess } from './report-in-process.ts'
import type { ReportRequest } from './report-request.ts'
import { type RunSettings, runVariable } from './run-settings.ts'

/** As it is before programs' threads are traced: ours is not. */
const { Worker } = workerThreads

/** Shared with the thread: how many reports were requested, how many were made, the exit status of the last, and whether it has started. */
export type ReportState = Int32Array<SharedArrayBuffer>
export const requestedSlot = 0
export const madeSlot = 1
export const statusSlot = 2
export const startedSlot = 3

/** In ms, from the end of the program on. */
const timeToStart = 10_000

/** Whether a run has more to show than its lines. */
export function keepsCounts({ report, file }: ResolvedOptions): boolean {
  return report || file !== null
}

export function startReportThread(options: ResolvedOptions): ReportThread | null {
  return keepsCounts(options) ? new ReportThread() : null
}

export class ReportThread {
  readonly #state: ReportState = new Int32Array(new SharedArrayBuffer(16))
  readonly #worker: workerThreads.Worker | null

  constructor() {
    this.#worker = this.#start()
    this.#worker?.unref()
  }

  /** One that can't start is no fault of the program, and is not waited for. */
  #start(): workerThreads.Worker | null {
    const { NODE_OPTIONS: _, [runVariable]: __, ...env } = process.env
    try {
      const options = { workerData: this.#state, env, execArgv: resolverFlags() }
      const worker = withoutPipes(() => new Worker(builtUrl('register/report-thread.js'), options))
      return worker.on('error', () => this.#giveUp())
    } catch {
      this.#giveUp()
      return null
    }
  }

  #giveUp(): void {
    Atomics.store(this.#state, startedSlot, -1)
  }

  /** Makes the report of a run that is over. Returns the exit status: 2 where that failed. */
  finish(run: RunSettings): number {
    if (!this.#hasStarted()) return reportInProcess(toRequest(run, true))
    const asked = this.#ask(run, true)
    for (let made = this.#made(); made < asked; made = this.#made()) Atomics.wait(this.#state, madeSlot, made)
    return this.#state[statusSlot] ?? 0
  }

  /** Makes the report of a run that goes on, beside the program. */
  reportSoFar(run: RunSettings): void {
    this.#ask(run, false)
  }

  #ask(run: RunSettings, final: boolean): number {
    this.#worker?.postMessage(toRequest(run, final))
    const asked = Atomics.add(this.#state, requestedSlot, 1) + 1
    Atomics.notify(this.#state, requestedSlot)
    return asked
  }

  /** It may be kept from it: by how modules are found here, by a limit of threads. */
  #hasStarted(): boolean {
    Atomics.wait(this.#state, startedSlot, 0, timeToStart)
    return this.#state[startedSlot] === 1
  }

  #made(): number {
    return Atomics.load(this.#state, madeSlot)
  }
}

function toRequest(run: RunSettings, final: boolean): ReportRequest {
  const terminal = process.stderr.isTTY === true
  return { run, final, terminal, color: terminal && !process.env['NO_COLOR'] }
}
