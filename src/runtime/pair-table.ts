import type { ActorId } from '../model/protocol.ts'
import type { CounterIndex } from '../model/sites.ts'

// The program may replace these while it runs.
const { imul } = Math
const Keys = Int32Array
const Counts = Float64Array

/**
 * Counts of (caller, callee) pairs: a hash table with open addressing over typed arrays, so that callers which
 * alternate cost a few nanoseconds and no garbage. Exact for any number of pairs. Where the stack ends, `add` throws
 * and has added nothing: whatever can throw comes before the first write.
 */
export class PairTable {
  #capacity = 64
  #used = 0
  /** caller, callee; a caller of 0 is a free place. */
  #keys: Int32Array = new Keys(128)
  #counts: Float64Array = new Counts(64)

  add(caller: ActorId, callee: CounterIndex, count: number): void {
    let place = findPlace(this.#keys, this.#capacity, caller, callee)
    if (this.#keys[2 * place] === 0) {
      if ((this.#used + 1) * 2 > this.#capacity) {
        this.#grow()
        place = findPlace(this.#keys, this.#capacity, caller, callee)
      }
      this.#keys[2 * place] = caller
      this.#keys[2 * place + 1] = callee
      this.#used++
    }
    this.#counts[place] = (this.#counts[place] as number) + count
  }

  /**
   * Counts one where the pair is looked for first; else, and one time out of 64, returns false, and whoever asks keeps the
   * pair at hand. Short, for it is inlined into the functions that are traced.
   */
  count(caller: ActorId, callee: CounterIndex): boolean {
    const place = hash(caller, callee) & (this.#capacity - 1)
    const keys = this.#keys
    if (keys[2 * place] !== caller || keys[2 * place + 1] !== callee) return false
    const counts = this.#counts
    const count = counts[place] as number
    if ((count & 63) === 63) return false
    counts[place] = count + 1
    return true
  }

  forEach(visit: (caller: ActorId, callee: CounterIndex, count: number) => void): void {
    for (let place = 0; place < this.#capacity; place++) {
      const caller = this.#keys[2 * place] as number
      if (caller !== 0) visit(caller, this.#keys[2 * place + 1] as number, this.#counts[place] as number)
    }
  }

  clear(): void {
    for (let place = 0; place < this.#capacity; place++) {
      this.#keys[2 * place] = 0
      this.#counts[place] = 0
    }
    this.#used = 0
  }

  #grow(): void {
    const capacity = this.#capacity * 2
    const keys = new Keys(capacity * 2)
    const counts = new Counts(capacity)
    this.forEach((caller, callee, count) => {
      const place = findPlace(keys, capacity, caller, callee)
      keys[2 * place] = caller
      keys[2 * place + 1] = callee
      counts[place] = count
    })
    this.#capacity = capacity
    this.#keys = keys
    this.#counts = counts
  }
}

/** Where the pair is, or the free place where it would be. */
function findPlace(keys: Int32Array, capacity: number, caller: ActorId, callee: CounterIndex): number {
  const mask = capacity - 1
  let place = hash(caller, callee) & mask
  for (;;) {
    const key = keys[2 * place]
    if (key === 0 || (key === caller && keys[2 * place + 1] === callee)) return place
    place = (place + 1) & mask
  }
}

function hash(caller: ActorId, callee: CounterIndex): number {
  const mixed = imul(caller, 0x9e3779b1) ^ imul(callee, 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}
