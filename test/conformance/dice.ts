/** Chance, that can be told what to do. */

/** A number from 0 up to, not including, `limit`. */
export type Dice = (limit: number) => number

/** The same numbers for the same seed (mulberry32). */
export function seededDice(seed: number): Dice {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

/** What comes is said in advance; when that runs out, the least of what there is. So a program shrinks with its numbers. */
export function loadedDice(throws: readonly number[]): Dice {
  let next = 0
  return (limit) => (throws[next++] ?? 0) % limit
}
