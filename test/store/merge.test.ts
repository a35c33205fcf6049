import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileCounts } from '../../src/model/counts.ts'
import { escapeControls } from '../../src/model/safe.ts'
import { addCounts, emptySum, finishSum } from '../../src/store/add.ts'
import { CountsTable } from '../../src/store/counts-table.ts'
import { encodeFile } from '../../src/store/encode.ts'
import { mergeSorted } from '../../src/store/merge-sorted.ts'
import { compareRecords } from '../../src/model/order.ts'
import { largeRecords, records } from './arbitraries.ts'
import { addsTest, basket, basketSites, cart, cartTotal, price } from './shop-records.ts'

/** To the byte: the text of every record. */
function textOf(files: Iterable<FileCounts>): string {
  return Array.from(files, encodeFile).join('\n')
}

function sumOf(...runs: FileCounts[][]): FileCounts[] {
  const table = new CountsTable()
  for (const file of runs.flat()) table.add(file)
  return [...table]
}

async function merged(...runs: FileCounts[][]): Promise<FileCounts[]> {
  const files: FileCounts[] = []
  for await (const file of mergeSorted(runs)) files.push(file)
  return files
}

/** The plain total of everything that was counted. */
function total(files: FileCounts[]): { hits: number; calls: number } {
  return {
    hits: add(files.flatMap((file) => file.counts)),
    calls: add(files.flatMap((file) => file.pairs.map((pair) => pair.count))),
  }
}

/** Of all counts, those of pairs included, however large it is. */
function exactTotal(files: FileCounts[]): bigint {
  const counts = files.flatMap((file) => [...file.counts, ...file.pairs.map((pair) => pair.count)])
  return counts.reduce((sum, count) => sum + BigInt(count), 0n)
}

function add(counts: number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

describe('adding up records', () => {
  test('does not depend on their order', () => {
    fc.assert(
      fc.property(
        records,
        fc.nat(),
        (files, seed) => void expect(textOf(sumOf(shuffled(files, seed)))).toBe(textOf(sumOf(files))),
      ),
    )
  })

  test('does not depend on how they are grouped', () => {
    fc.assert(
      fc.property(records, records, records, (a, b, c) => {
        expect(textOf(sumOf(sumOf(a, b), c))).toBe(textOf(sumOf(a, sumOf(b, c))))
      }),
    )
  })

  test('has an empty element: no records', () => {
    fc.assert(
      fc.property(records, (files) => void expect(textOf(sumOf(sumOf(files), sumOf()))).toBe(textOf(sumOf(files)))),
    )
  })

  test('has an empty element for each key: its counters, all 0', () => {
    fc.assert(
      fc.property(
        records,
        (files) =>
          void expect(
            textOf(
              sumOf(
                files,
                files.map((file) => finishSum(emptySum(file))),
              ),
            ),
          ).toBe(textOf(sumOf(files))),
      ),
    )
  })

  test('loses and invents nothing', () => {
    fc.assert(fc.property(records, (files) => void expect(total(sumOf(files))).toEqual(total(files))))
  })

  test('is exact, or an error that names the file', () => {
    fc.assert(
      fc.property(largeRecords, (files) => {
        try {
          const sum = sumOf(files)
          expect(exactTotal(sum)).toBe(exactTotal(files))
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-part' })
          const { message } = error as Error
          const path = files.find((file) => message.includes(escapeControls(` of "${file.path}" (revision `)))?.path
          const own = files.filter((file) => file.path === path)
          expect(exactTotal(own)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('as streams gives the same as in memory', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(records, { maxLength: 5 }), async (runs) => {
        expect(textOf(await merged(...runs.map((run) => sumOf(run))))).toBe(textOf(sumOf(...runs)))
      }),
    )
  })

  test('keeps revisions and plans apart', () => {
    const files = [cart({ plan: 'tstrace 2' }), cart({ hash: 'decade', counts: [9], pairs: [] }), cart(), cart()]
    expect(sumOf(files).map(({ hash, plan, counts }) => [hash, plan, counts])).toEqual([
      ['c0ffee', 'tstrace 1', [2, 4, 0]],
      ['c0ffee', 'tstrace 2', [1, 2, 0]],
      ['decade', 'tstrace 1', [9]],
    ])
  })

  test('changes neither what was added nor what was handed out', () => {
    const table = new CountsTable()
    const added = cart()
    table.add(added)
    const [first] = [...table]
    table.add(added)
    expect(added).toEqual(cart())
    expect(first).toEqual(cart())
  })

  test('takes a call that never happened for none', () => {
    const never = { callee: 2, caller: addsTest, count: 0 }
    expect(sumOf([cart({ pairs: [never, ...cart().pairs] })])).toEqual([cart()])
  })

  test('keeps the sites of a component', () => {
    const [sum] = sumOf([basket({ counts: [0, 0, 0, 0] }), basket()])
    expect(sum).toEqual(basket())
  })
})

describe('the order', () => {
  test('of pairs is by callee, contexts before functions, no file before any file', () => {
    const callers = [
      cartTotal,
      addsTest,
      { context: 'z', file: null },
      { context: 'import', file: 'test/cart.test.ts' },
      { ...cartTotal, function: 0 },
      { context: 'z', file: 'a' },
    ]
    const pairs = [1, 0].flatMap((callee) => callers.map((caller) => ({ callee, caller, count: 1 })))
    const [sum] = sumOf([cart({ pairs })])
    const sorted = [
      { context: 'z', file: null },
      { context: 'z', file: 'a' },
      { context: 'import', file: 'test/cart.test.ts' },
      addsTest,
      { ...cartTotal, function: 0 },
      cartTotal,
    ]
    expect(sum?.pairs.map(({ callee, caller }) => [callee, caller])).toEqual(
      [0, 1].flatMap((callee) => sorted.map((caller) => [callee, caller])),
    )
  })

  test('of records is by code units, not by the language of the machine', () => {
    const paths = ['src/ä.ts', 'src/Z.ts', 'src/a.ts', '__proto__', 'src/10.ts', 'src/9.ts']
    const sum = sumOf(paths.map((path) => cart({ path })))
    expect(sum.map(({ path }) => path)).toEqual([
      '__proto__',
      'src/10.ts',
      'src/9.ts',
      'src/Z.ts',
      'src/a.ts',
      'src/ä.ts',
    ])
    expect([...sum].sort(compareRecords)).toEqual(sum)
  })
})

describe('records that do not fit together', () => {
  const misfits: [string, FileCounts, FileCounts, string][] = [
    ['other numbers of counters', cart(), cart({ counts: [1, 2] }), 'One has 3 counters, the other 2.'],
    [
      'other sites',
      basket(),
      basket({ sites: { ...basketSites(), branches: [] } }),
      'They bring different sites along.',
    ],
    [
      'a call of a function that has no counter',
      cart(),
      cart({ pairs: [{ callee: 3, caller: addsTest, count: 1 }] }),
      'One has calls of function 3, which has no counter.',
    ],
    [
      'a count too large',
      cart({ counts: [0, 0, Number.MAX_SAFE_INTEGER] }),
      cart({ counts: [1, 1, 1] }),
      'The sum for counter 2 of "src/cart.ts" (revision c0ffee) passes 2^53-1',
    ],
    ['a pair too large', many(Number.MAX_SAFE_INTEGER), many(1), 'The sum for a caller of function 1'],
  ]

  test.each(misfits)('for %s are refused, and nothing of them is added', (_, first, second, message) => {
    const sum = emptySum(first)
    addCounts(sum, first)
    expect(() => addCounts(sum, second)).toThrow(
      expect.objectContaining({ code: 'bad-part', message: expect.stringContaining(message) }),
    )
    expect(textOf([finishSum(sum)])).toBe(textOf([first]))
    expect(() => sumOf([second, first])).toThrow('"src/')
  })

  test('at the limit are still added', () => {
    expect(sumOf([many(Number.MAX_SAFE_INTEGER - 1), many(1)])[0]?.pairs[1]?.count).toBe(Number.MAX_SAFE_INTEGER)
  })

  test('within one record are refused, too', () => {
    const [, pair] = many(Number.MAX_SAFE_INTEGER).pairs
    const table = new CountsTable()
    table.add(cart())
    expect(() =>
      table.add(cart({ pairs: [...cart().pairs, { ...pair!, callee: 2 }, { ...pair!, callee: 2 }] })),
    ).toThrow('passes 2^53-1')
    expect([...table]).toEqual([cart()])
  })
})

describe('merging streams', () => {
  test('does not run ahead of its reader by more than one record of each input', async () => {
    let ahead = 0
    let most = 0
    function* shop(): Generator<FileCounts> {
      for (const path of ['a.ts', 'b.ts', 'c.ts', 'd.ts']) {
        most = Math.max(most, ++ahead)
        yield price({ path })
      }
    }
    for await (const _ of mergeSorted([shop(), shop(), shop()])) ahead -= 3
    // Those that were just added up, and the next of each.
    expect(most).toBe(3 + 3)
  })

  test('closes every input when the reader stops', async () => {
    let closed = 0
    async function* shop(): AsyncGenerator<FileCounts> {
      try {
        yield* [cart(), price()]
      } finally {
        closed++
      }
    }
    for await (const _ of mergeSorted([shop(), shop()])) break
    expect(closed).toBe(2)
  })
})

/** Two callers of one function, the second one so often. */
function many(count: number): FileCounts {
  const once = { callee: 1, caller: { context: 'a', file: null }, count: 1 }
  return cart({ pairs: [once, { callee: 1, caller: addsTest, count }] })
}

/** The same records in an order that the seed chooses. */
function shuffled<T>(items: T[], seed: number): T[] {
  const order = items.map((_, index) => (Math.imul(index + 1, seed | 1) >>> 0) % 97)
  return items
    .map((item, index) => ({ item, key: order[index]! }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
