/** Numbers to hand out: `R-1`, `R-2` and so on. */
export function counter(prefix: string, first = 1): () => string {
  let number = first
  return function next(): string {
    return `${prefix}-${number++}`
  }
}

/** How often each key came up. */
export class Tally<Key> {
  readonly #counts = new Map<Key, number>()

  add(key: Key, times = 1): this {
    this.#counts.set(key, this.of(key) + times)
    return this
  }

  of(key: Key): number {
    return this.#counts.get(key) ?? 0
  }

  *[Symbol.iterator](): Generator<[Key, number]> {
    yield* this.#counts
  }
}
