import type { ActorId } from '../model/protocol.ts'
import type { CounterIndex } from '../model/sites.ts'

// The program may replace these while it runs.
const { imul } = Math
const Places = Int32Array
const Counts = Float64Array

/** After so many calls in its slot, a pair goes back to the caller of `count`. */
const evictAfter = 127

/**
 * Counts of (caller, callee) pairs: a hash table with open addressing over typed arrays. Alternating callers cost a few
 * nanoseconds and no garbage. Exact for any number of pairs. On a stack overflow a method throws and has counted
 * nothing: everything that can throw comes before the write.
 */
export class PairTable {
  #used = 0
  /** Four words each: caller, callee, calls since they were last added to `#counts`, unused. Caller 0: a free slot. */
  #slots: Int32Array = new Places(4 * 32)
  #counts: Float64Array = new Counts(32)

  add(caller: ActorId, callee: CounterIndex, count: number): void {
    let place = findSlot(this.#slots, caller, callee)
    if (this.#slots[place] === 0) {
      if ((this.#used + 1) * 8 > this.#slots.length) {
        this.#grow()
        place = findSlot(this.#slots, caller, callee)
      }
      this.#slots[place] = caller
      this.#slots[place + 1] = callee
      this.#used++
    }
    this.#counts[place >> 2] = (this.#counts[place >> 2] as number) + count
  }

  /** As `count`, but looks only at the pair's first slot. Short, because V8 inlines it into traced functions. */
  countInFirstSlot(caller: ActorId, callee: CounterIndex): boolean {
    const places = this.#slots
    const place = hash(caller, callee) & (places.length - 4)
    if (places[place] !== caller || places[place + 1] !== callee || places[place + 2] === evictAfter) return false
    ;(places[place + 2] as number)++
    return true
  }

  /** Counts one call of a known pair. Returns false for an unknown pair, and every 128th time: then the caller keeps the pair. */
  count(caller: ActorId, callee: CounterIndex): boolean {
    const places = this.#slots
    const place = findSlot(places, caller, callee)
    if (places[place] === 0) return false
    const count = places[place + 2] as number
    if (count < evictAfter) {
      places[place + 2] = count + 1
      return true
    }
    const isFirst = place === (hash(caller, callee) & (places.length - 4))
    places[place + 2] = 0
    this.#counts[place >> 2] = (this.#counts[place >> 2] as number) + count
    // A frequent pair should be in its first slot.
    if (!isFirst && this.#used * 64 > places.length) this.#grow()
    return false
  }

  forEach(visit: (caller: ActorId, callee: CounterIndex, count: number) => void): void {
    const places = this.#slots
    const counts = this.#counts
    for (let place = 0; place < places.length; place += 4) {
      const caller = places[place] as number
      const count = (counts[place >> 2] as number) + (places[place + 2] as number)
      if (caller !== 0) visit(caller, places[place + 1] as number, count)
    }
  }

  clear(): void {
    const places = this.#slots
    const counts = this.#counts
    for (let place = 0; place < places.length; place++) places[place] = 0
    for (let place = 0; place < counts.length; place++) counts[place] = 0
    this.#used = 0
  }

  #grow(): void {
    const length = this.#slots.length * 2
    const places = new Places(length)
    const counts = new Counts(length / 4)
    this.forEach((caller, callee, count) => {
      const place = findSlot(places, caller, callee)
      places[place] = caller
      places[place + 1] = callee
      counts[place >> 2] = count
    })
    this.#slots = places
    this.#counts = counts
  }
}

/** The pair's slot, or the free slot for it. */
function findSlot(places: Int32Array, caller: ActorId, callee: CounterIndex): number {
  const mask = places.length - 4
  let place = hash(caller, callee) & mask
  for (;;) {
    const key = places[place]
    if (key === 0 || (key === caller && places[place + 1] === callee)) return place
    place = (place + 4) & mask
  }
}

/** The mask drops the lowest two bits. Callers of one callee get different slots, since each function has two numbers. */
function hash(caller: ActorId, callee: CounterIndex): number {
  return imul(caller, 0x3c6ef362) + imul(callee, 0x17af29ac)
}
