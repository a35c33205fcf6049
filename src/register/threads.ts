/**
 * Worker threads: they are traced like the thread that starts them, and hand their counts over before they are
 * stopped, when they get no chance to do so themselves.
 */
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import workerThreads, { SHARE_ENV, Worker, type WorkerOptions } from 'node:worker_threads'
import { joinRun } from './children.ts'
import { pristine } from '../process/built-ins.ts'
import type { Delivery } from './delivery.ts'

/** The other threads of this process, as a thread sees them. */
export interface Threads {
  /** Has those that can do so hand over what they counted, and waits for it. */
  handOver(): void
}

/** Shared by all threads of the process: which request is the last one, then a place for each thread. */
type Board = Int32Array<SharedArrayBuffer>
const requestPlace = 0
const places = 1024
/** A place that no thread has. A thread that does has 1 there, and the last request it answered. */
const free = 0
const boardKey = 'tstrace.threads'
/** In ms. A thread in synchronous code cannot answer. */
const patience = 300

// The program may replace them while it runs.
const { apply, construct: make } = Reflect
const { load } = Atomics
const now = performance.now.bind(performance)

export function followThreads(): Threads {
  const board: Board = new Int32Array(new SharedArrayBuffer(4 * places))
  workerThreads.setEnvironmentData(boardKey, board)
  return follow(board)
}

/** In a worker thread: the same, and answers for itself. */
export function joinThreads(delivery: Delivery): Threads {
  const board = workerThreads.getEnvironmentData(boardKey) as unknown as Board | undefined
  if (!board) return { handOver() {} }
  const place = takePlace(board)
  if (place !== -1) {
    void answerRequests(board, place, delivery)
    process.on('exit', () => pristine(() => answer(board, place, free)))
  }
  return follow(board, place)
}

function follow(board: Board, own = -1): Threads {
  const threads = { handOver: () => request(board, own) }
  patchWorker(threads)
  return threads
}

function patchWorker(threads: Threads): void {
  const { terminate } = Worker.prototype
  Worker.prototype.terminate = function () {
    pristine(() => threads.handOver())
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

function request(board: Board, own: number): void {
  const others = Array.from(board.keys()).filter((place) => place !== requestPlace && place !== own)
  if (others.every((place) => board[place] === free)) return
  const number = Atomics.add(board, requestPlace, 1) + 1
  Atomics.notify(board, requestPlace)
  const deadline = now() + patience
  for (const place of others) awaitAnswer(board, place, number, deadline)
}

function awaitAnswer(board: Board, place: number, number: number, deadline: number): void {
  for (;;) {
    const state = Atomics.load(board, place)
    const left = deadline - now()
    if (state === free || state > number || left <= 0) return
    Atomics.wait(board, place, state, left)
  }
}

function takePlace(board: Board): number {
  for (let place = 1; place < places; place++) {
    const taken = Atomics.load(board, requestPlace) + 1
    if (Atomics.compareExchange(board, place, free, taken) === free) return place
  }
  return -1
}

/** Does not keep the thread from ending. */
async function answerRequests(board: Board, place: number, delivery: Delivery): Promise<void> {
  const { waitAsync } = Atomics as unknown as { waitAsync: WaitAsync }
  for (let seen = load(board, place) - 1; ; seen = load(board, requestPlace)) {
    const waiting = waitAsync(board, requestPlace, seen)
    if (waiting.async) await waiting.value
    pristine(() => {
      const number = Atomics.load(board, requestPlace)
      delivery.handOver()
      answer(board, place, number + 1)
    })
  }
}

function answer(board: Board, place: number, state: number): void {
  Atomics.store(board, place, state)
  Atomics.notify(board, place)
}

/** TypeScript has it from es2024 on, Node since 16. */
type WaitAsync = (board: Board, place: number, value: number) => { async: boolean; value: Promise<string> }
