/**
 * Worker threads: they are traced like the thread that starts them, and hand their counts over before they are
 * stopped, when they get no chance to do so themselves.
 */
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import workerThreads, { SHARE_ENV, Worker, type WorkerOptions, threadId } from 'node:worker_threads'
import { joinRun } from './children.ts'
import { pristine } from '../process/built-ins.ts'
import type { Delivery } from './delivery.ts'
import {
  type Board,
  answerRequests,
  askRows,
  createBoard,
  leaveRow,
  rowsBelow,
  rowsOf,
  takeRow,
} from './thread-board.ts'

/** The other threads of this process, as a thread sees them. */
export interface Threads {
  /** Has those that it started, and that can do so, hand over what they counted, and waits for it. */
  handOver(): void
}

const boardKey = 'tstrace.threads'
/** Whose thread a new thread will be. */
const parentKey = 'tstrace.parent'

// The program may replace them while it runs.
const { apply, construct: make } = Reflect

export function followThreads(): Threads {
  const board = createBoard()
  workerThreads.setEnvironmentData(boardKey, board)
  return follow(board)
}

/** In a worker thread: the same, and answers for itself. */
export function joinThreads(delivery: Delivery): Threads {
  const board = workerThreads.getEnvironmentData(boardKey) as unknown as Board | undefined
  if (!board) return { handOver() {} }
  const row = takeRow(board, threadId, workerThreads.getEnvironmentData(parentKey) as unknown as number)
  if (row !== -1) {
    void answerRequests(board, row, () => delivery.handOver())
    process.on('exit', () => pristine(() => leaveRow(board, row)))
  }
  return follow(board)
}

function follow(board: Board): Threads {
  workerThreads.setEnvironmentData(parentKey, threadId)
  patchWorker(board)
  return { handOver: () => askRows(board, rowsBelow(board, threadId)) }
}

function patchWorker(board: Board): void {
  const { terminate } = Worker.prototype
  Worker.prototype.terminate = function () {
    // Others may be busy, and would answer late.
    pristine(() => askRows(board, [...rowsOf(board, this.threadId), ...rowsBelow(board, this.threadId)]))
    return apply(terminate, this, [])
  }
  workerThreads.Worker = new Proxy(Worker, {
    construct(target, [file, options]: [string | URL, WorkerOptions | undefined], newTarget) {
      return construct(
        target,
        file,
        pristine(() => tracedOptions(options ?? {})),
        newTarget,
      )
    },
  })
  syncBuiltinESMExports()
}

/** Has the thread look into NODE_OPTIONS, which it does only when it gets something that is not its parent's. */
function tracedOptions(options: WorkerOptions): WorkerOptions {
  const { env, execArgv } = options
  if (env && env !== SHARE_ENV) return { ...options, env: joinRun(env as Record<string, string>) as typeof env }
  return execArgv ? options : { ...options, execArgv: process.execArgv }
}

/** What Node would have left out of the inherited flags, it refuses when they are given. */
function construct(target: typeof Worker, file: string | URL, options: WorkerOptions, newTarget: Function): Worker {
  try {
    return make(target, [file, options], newTarget) as Worker
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const execArgv = options.execArgv?.filter((flag) => !message.includes(flag)) ?? []
    if (code !== 'ERR_WORKER_INVALID_EXEC_ARGV' || execArgv.length === options.execArgv?.length) throw error
    return make(target, [file, { ...options, execArgv }], newTarget) as Worker
  }
}
