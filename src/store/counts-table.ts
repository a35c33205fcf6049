/** The counts of many records in memory, added up as they come. */
import type { FileCounts, FilePath } from '../model/counts.ts'
import { compareRecords } from '../model/order.ts'
import { recordKey, type RecordKey } from '../model/record-key.ts'
import { givesWay } from '../model/unloaded.ts'
import { addCounts, emptySum, finishSum, type CountsSum } from './add.ts'

/** Grows with the number of distinct records and caller pairs, not with how many were added. */
export class CountsTable implements Iterable<FileCounts> {
  readonly #sums = new Map<RecordKey, CountsSum>()

  /** How many distinct records there are. */
  get size(): number {
    return this.#sums.size
  }

  paths(): Set<FilePath> {
    return new Set(Array.from(this.#sums.values(), ({ path }) => path))
  }

  /** Adds a record, which is not kept. Throws a TstraceError 'bad-part' and adds nothing where it does not fit. */
  add(file: FileCounts): void {
    const key = recordKey(file)
    const sum = this.#sums.get(key) ?? emptySum(file)
    addCounts(sum, file)
    this.#sums.set(key, sum)
  }

  /** The sums by path, hash and plan, pairs sorted: what `updateStore` takes. As often as asked. */
  *[Symbol.iterator](): Generator<FileCounts> {
    const sums = [...this.#sums.values()].sort(compareRecords)
    for (const [index, sum] of sums.entries()) if (!givesWay(sum, sums[index + 1])) yield finishSum(sum)
  }
}
