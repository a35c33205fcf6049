/** How the threads of a process ask each other for what they counted: through shared memory, which needs no turn of an event loop. */

import { pristine } from '../process/built-ins.ts'

/** A row for each thread: the number of the last answer, plus 1; that of the last request; and who it is. */
export type Board = Int32Array<SharedArrayBuffer>

const rows = 1024
const width = 4
const answered = 0
const asked = 1
/** Their identifiers, plus 1. */
const thread = 2
const parent = 3

// The program may replace them while it runs.
const { load } = Atomics
const now = performance.now.bind(performance)

/** In place of `answered`, in a row that no thread has. */
const free = 0
/** In ms. A thread in synchronous code cannot answer. */
const patience = 300

export function createBoard(): Board {
  return new Int32Array(new SharedArrayBuffer(4 * rows * width))
}

/** The row of this thread from now on; -1: all are taken. */
export function takeRow(board: Board, threadId: number, parentId: number): number {
  for (let row = 0; row < rows * width; row += width) {
    const first = Atomics.load(board, row + asked) + 1
    if (Atomics.compareExchange(board, row + answered, free, first) !== free) continue
    Atomics.store(board, row + parent, parentId + 1)
    Atomics.store(board, row + thread, threadId + 1)
    return row
  }
  return -1
}

export function leaveRow(board: Board, row: number): void {
  Atomics.store(board, row + thread, 0)
  answer(board, row, free)
}

/** Calls `handOver` whenever somebody asks. Does not keep the thread from ending. */
export async function answerRequests(board: Board, row: number, handOver: () => void): Promise<void> {
  const { waitAsync } = Atomics as unknown as { waitAsync: WaitAsync }
  for (let seen = load(board, row + answered) - 1; ; seen = load(board, row + asked)) {
    const waiting = waitAsync(board, row + asked, seen)
    if (waiting.async) await waiting.value
    pristine(() => {
      const number = load(board, row + asked)
      handOver()
      answer(board, row, number + 1)
    })
  }
}

/** The threads that one started, and those that these started, and so on. */
export function rowsBelow(board: Board, threadId: number): number[] {
  const children = rowsWhere(board, parent, threadId)
  return children.flatMap((row) => [row, ...rowsBelow(board, Atomics.load(board, row + thread) - 1)])
}

export function rowsOf(board: Board, threadId: number): number[] {
  return rowsWhere(board, thread, threadId)
}

/** Asks these threads, and waits for those that can answer. */
export function askRows(board: Board, asking: number[]): void {
  const requests = asking.map((row) => ({ row, number: request(board, row) }))
  const deadline = now() + patience
  for (const { row, number } of requests) awaitAnswer(board, row, number, deadline)
}

function rowsWhere(board: Board, column: number, threadId: number): number[] {
  const found: number[] = []
  for (let row = 0; row < rows * width; row += width) {
    const isThere = Atomics.load(board, row + answered) !== free && Atomics.load(board, row + thread) !== 0
    if (isThere && Atomics.load(board, row + column) === threadId + 1) found.push(row)
  }
  return found
}

function request(board: Board, row: number): number {
  const number = Atomics.add(board, row + asked, 1) + 1
  Atomics.notify(board, row + asked)
  return number
}

function awaitAnswer(board: Board, row: number, number: number, deadline: number): void {
  for (;;) {
    const state = Atomics.load(board, row + answered)
    const left = deadline - now()
    if (state === free || state > number || left <= 0) return
    Atomics.wait(board, row + answered, state, left)
  }
}

function answer(board: Board, row: number, state: number): void {
  Atomics.store(board, row + answered, state)
  Atomics.notify(board, row + answered)
}

/** TypeScript has it from es2024 on, Node since 16. */
type WaitAsync = (board: Board, place: number, value: number) => { async: boolean; value: Promise<string> }
