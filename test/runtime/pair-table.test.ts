import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PairTable } from '../../src/runtime/pair-table.ts'

type Pair = [caller: number, callee: number, count: number]

function fill(pairs: Pair[]): PairTable {
  const table = new PairTable()
  for (const [caller, callee, count] of pairs) table.add(caller, callee, count)
  return table
}

function contents(table: PairTable): Record<string, number> {
  const found: Record<string, number> = {}
  table.forEach((caller, callee, count) => {
    expect(found, 'each pair once').not.toHaveProperty(`${caller}:${callee}`)
    found[`${caller}:${callee}`] = count
  })
  return found
}

function sums(pairs: Pair[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const [caller, callee, count] of pairs) sum[`${caller}:${callee}`] = (sum[`${caller}:${callee}`] ?? 0) + count
  return sum
}

const actor = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 2 ** 31 - 1 }))
const counter = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2 ** 31 - 1 }))
const pairs = fc.array(fc.tuple(actor, counter, fc.integer({ min: 1, max: 2 ** 40 })), { maxLength: 2000 })

describe('a pair table', () => {
  test('adds up what a map would', () => {
    fc.assert(fc.property(pairs, (all) => void expect(contents(fill(all))).toEqual(sums(all))))
  })

  test('holds a million pairs', () => {
    const table = new PairTable()
    for (let round = 0; round < 2; round++)
      for (let caller = 1; caller <= 1000; caller++)
        for (let callee = 0; callee < 1000; callee++) table.add(caller, callee, caller + callee)
    let [found, wrong] = [0, 0]
    table.forEach((caller, callee, count) => {
      found++
      if (count !== 2 * (caller + callee)) wrong++
    })
    expect([found, wrong]).toEqual([1_000_000, 0])
  })

  test('counts up to 2^53', () => {
    const table = fill([
      [1, 0, 2 ** 53 - 2],
      [1, 0, 1],
    ])
    expect(contents(table)).toEqual({ '1:0': Number.MAX_SAFE_INTEGER })
  })

  test('starts again when cleared', () => {
    fc.assert(
      fc.property(pairs, pairs, (before, after) => {
        const table = fill(before)
        table.clear()
        expect(contents(table)).toEqual({})
        for (const [caller, callee, count] of after) table.add(caller, callee, count)
        expect(contents(table)).toEqual(sums(after))
      }),
    )
  })

  test.each(['count', 'countInFirstSlot'] as const)('counts one, or says that it did not: %s', (method) => {
    const few = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 }))
    fc.assert(
      fc.property(pairs, fc.array(few, { maxLength: 2000 }), (before, calls) => {
        const table = fill(before)
        const counted = calls.filter(([caller, callee]) => table[method](caller, callee))
        const all = [...before, ...counted.map(([caller, callee]): Pair => [caller, callee, 1])]
        expect(contents(table)).toEqual(sums(all))
      }),
    )
  })

  test('counts what it has, but gives back each pair that is called often', () => {
    const table = fill([[5, 7, 1]])
    for (const method of ['count', 'countInFirstSlot'] as const) {
      expect(table[method](5, 8)).toBe(false)
      expect(table[method](6, 7)).toBe(false)
    }
    const counted = Array.from({ length: 200 }, () => table.countInFirstSlot(5, 7))
    expect(counted.indexOf(false)).toBe(127)
    expect(counted.lastIndexOf(true)).toBe(126)
    expect(table.count(5, 7)).toBe(false)
    expect(contents(table)).toEqual({ '5:7': 128 })
    expect(table.countInFirstSlot(5, 7)).toBe(true)
    expect(table.count(5, 7)).toBe(true)
    expect(contents(table)).toEqual({ '5:7': 130 })
  })

  test('has pairs that are called often at home, where there is room', () => {
    const table = new PairTable()
    const random = Array.from({ length: 40 }, (_, index): Pair => [1 + index * index * 7919, index % 5, 1])
    for (const pair of random) table.add(...pair)
    const away = (): Pair[] => random.filter(([caller, callee]) => !table.countInFirstSlot(caller, callee))
    const before = away().length
    for (let round = 0; round < 2000; round++) for (const [caller, callee] of away()) table.count(caller, callee)
    expect(before).toBeGreaterThan(0)
    expect(away().length).toBeLessThan(before)
  })

  test('adds all or nothing where the stack ends, also when it has to grow', () => {
    const before = Array.from({ length: 32 }, (_, index): Pair => [index + 1, 3, 1])
    const after: Pair[] = [...before, [99, 3, 1]]
    const outcomes = new Set<string>()
    for (let offset = 0; offset < 100; offset++) {
      const tables = Array.from({ length: 8 }, () => fill(before))
      const added = addWhereTheStackEnds(tables, offset)
      tables.forEach((table, index) => {
        outcomes.add(added[index] ? 'added' : 'not added')
        expect(contents(table)).toEqual(sums(added[index] ? after : before))
      })
    }
    expect([...outcomes].sort()).toEqual(['added', 'not added'])
  })
})

/** Adds a pair to each table, the first in the deepest frame there is, the next a frame above; tells which had room for it. */
function addWhereTheStackEnds(tables: PairTable[], offset: number): boolean[] {
  const added = tables.map(() => false)
  let next = 0
  const dive = (): void => {
    try {
      dive()
    } catch {}
    const index = next++
    try {
      tables[index]?.add(99, 3, 1)
      added[index] = true
    } catch {}
  }
  /** Frames of another size than those of `dive`, so that the last one has more or less room. */
  const shift = (depth: number, ...rest: number[]): void => (depth > 0 ? shift(depth - 1, ...rest) : dive())
  shift(offset, 1, 2, 3)
  return added
}
