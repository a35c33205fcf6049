import type { ActorId } from '../model/protocol.ts'
import type { CounterIndex } from '../model/sites.ts'

/**
 * Counts of (caller, callee) pairs: a hash table with open addressing over typed arrays, so that callers which
 * alternate cost a few nanoseconds and no garbage. Exact for any number of pairs.
 */
export class PairTable {
  #capacity = 64
  #used = 0
  /** caller, callee; a caller of 0 is a free place. */
  #keys: Int32Array = new Int32Array(128)
  #counts: Float64Array = new Float64Array(64)

  add(caller: ActorId, callee: CounterIndex, count: number): void {
    const keys = this.#keys
    const mask = this.#capacity - 1
    let place = (Math.imul(caller, 0x9e3779b1) ^ Math.imul(callee, 0x85ebca6b)) | 0
    place = (place ^ (place >>> 15)) & mask
    for (;;) {
      const key = keys[2 * place]
      if (key === caller && keys[2 * place + 1] === callee) {
        this.#counts[place] = (this.#counts[place] as number) + count
        return
      }
      if (key === 0) break
      place = (place + 1) & mask
    }
    keys[2 * place] = caller
    keys[2 * place + 1] = callee
    this.#counts[place] = count
    if (++this.#used * 2 > this.#capacity) this.#grow()
  }

  forEach(visit: (caller: ActorId, callee: CounterIndex, count: number) => void): void {
    for (let place = 0; place < this.#capacity; place++) {
      const caller = this.#keys[2 * place] as number
      if (caller !== 0) visit(caller, this.#keys[2 * place + 1] as number, this.#counts[place] as number)
    }
  }

  clear(): void {
    this.#keys.fill(0)
    this.#counts.fill(0)
    this.#used = 0
  }

  #grow(): void {
    const [keys, counts, capacity] = [this.#keys, this.#counts, this.#capacity]
    this.#capacity = capacity * 2
    this.#keys = new Int32Array(capacity * 4)
    this.#counts = new Float64Array(capacity * 2)
    this.#used = 0
    for (let place = 0; place < capacity; place++) {
      const caller = keys[2 * place] as number
      if (caller !== 0) this.add(caller, keys[2 * place + 1] as number, counts[place] as number)
    }
  }
}
