/** Merging sorted records as streams, in the memory of one record an input. */
import type { FileCounts } from '../model/counts.ts'
import { addCounts, emptySum, finishSum } from './add.ts'
import { compareRecords } from '../model/order.ts'
import { givesWay, isUnloaded } from '../model/unloaded.ts'

export type Records = Iterable<FileCounts> | AsyncIterable<FileCounts>

interface Input {
  rest: Iterator<FileCounts> | AsyncIterator<FileCounts>
  head: FileCounts | undefined
}

/**
 * The sum of all inputs, sorted; each input is sorted by path, hash and plan, with no key twice. What one run did not
 * load and another one did is loaded.
 */
export async function* mergeSorted(inputs: Records[]): AsyncGenerator<FileCounts> {
  let heldBack: FileCounts | undefined
  for await (const record of sumSorted(inputs)) {
    if (heldBack !== undefined && !givesWay(heldBack, record)) yield heldBack
    heldBack = isUnloaded(record) ? record : undefined
    if (heldBack === undefined) yield record
  }
  if (heldBack !== undefined) yield heldBack
}

async function* sumSorted(inputs: Records[]): AsyncGenerator<FileCounts> {
  const open = inputs.map((records): Input => ({ rest: iterate(records), head: undefined }))
  try {
    await Promise.all(open.map(advance))
    for (let first = findFirst(open); first !== undefined; first = findFirst(open)) yield await takeSum(open, first)
  } finally {
    await Promise.all(open.map(({ rest }) => rest.return?.()))
  }
}

function findFirst(inputs: Input[]): FileCounts | undefined {
  let first: FileCounts | undefined
  for (const { head } of inputs) {
    if (head !== undefined && (first === undefined || compareRecords(head, first) < 0)) first = head
  }
  return first
}

async function takeSum(inputs: Input[], key: FileCounts): Promise<FileCounts> {
  const sum = emptySum(key)
  for (const input of inputs) {
    if (input.head === undefined || compareRecords(input.head, key) !== 0) continue
    addCounts(sum, input.head)
    await advance(input)
  }
  return finishSum(sum)
}

async function advance(input: Input): Promise<void> {
  const next = await input.rest.next()
  input.head = next.done ? undefined : next.value
}

function iterate(records: Records): Input['rest'] {
  return Symbol.asyncIterator in records ? records[Symbol.asyncIterator]() : records[Symbol.iterator]()
}
