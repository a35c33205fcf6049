import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileSites, Line, Range } from '../../src/model/sites.ts'
import { analyseFile } from '../../src/analysis/analyse-file.ts'
import { cartSource, shopFiles, shopSites } from './shop-report.ts'

function on(line: Line, column = 0): Range {
  return { start: { line, column }, end: { line, column: column + 1 } }
}

function linesOf(sites: Partial<FileSites>, counts: number[] | null): [Line, number][] {
  const complete = { counters: counts?.length ?? 0, statements: [], functions: [], branches: [], ...sites }
  const { lines } = analyseFile({ path: 'src/cart.ts', source: '', sites: complete, counts })
  return lines.map(({ line, count }) => [line, count])
}

describe('the count of a line', () => {
  test('is the highest of the statements that start on it', () => {
    const statements = [
      { range: on(3, 0), counter: 0 },
      { range: on(3, 8), counter: 1 },
      { range: on(3, 20), counter: 2 },
    ]
    expect(linesOf({ statements }, [2, 7, 5])).toEqual([[3, 7]])
  })

  test('with the pragma is shown if it ran, and does not count as missing if it did not', () => {
    const source = 'sell()\nrefund() // #pragma NO COVER\nreturned() #pragma NO COVER\nrecall()\n'
    const statements = [1, 2, 3, 4].map((line) => ({ range: on(line), counter: line - 1 }))
    const sites = { counters: 4, statements, functions: [], branches: [] }
    const { lines } = analyseFile({ path: 'src/cart.ts', source, sites, counts: [1, 0, 2, 0] })
    expect(lines.map(({ line }) => line)).toEqual([1, 3, 4])
  })

  test('is that of a branch arm where no statement starts', () => {
    const arms = [
      { range: on(2, 4), counter: 1 },
      { range: on(3, 4), counter: 2 },
      { range: on(3, 9), counter: 3 },
    ]
    const sites: Partial<FileSites> = {
      statements: [{ range: on(1), counter: 0 }],
      branches: [{ kind: 'switch', range: on(1), arms }],
    }
    expect(linesOf(sites, [1, 9, 4, 6])).toEqual([
      [1, 1],
      [2, 9],
      [3, 6],
    ])
  })

  test('of a branch arm is in no total', () => {
    const sites: FileSites = {
      counters: 2,
      statements: [{ range: on(1), counter: 0 }],
      functions: [],
      branches: [{ kind: 'cond-expr', range: on(1), arms: [{ range: on(2), counter: 1 }] }],
    }
    const { lines } = analyseFile({ path: 'src/cart.ts', source: '', sites, counts: [1, 0] })
    expect(lines).toEqual([
      { line: 1, count: 1 },
      { line: 2, count: 0, shownOnly: true },
    ])
  })

  test('is not that of a default value where a function begins: it would read as its calls', () => {
    const range = { start: on(1).start, end: on(9).end }
    const sites: Partial<FileSites> = {
      functions: [{ kind: 'method', name: 'products', head: on(1), body: range, counter: 0 }],
      branches: [
        { kind: 'default-arg', range: on(1), arms: [{ range: on(1, 5), counter: 1 }] },
        { kind: 'default-arg', range: on(2), arms: [{ range: on(2, 5), counter: 2 }] },
      ],
    }
    expect(linesOf(sites, [9, 1, 3])).toEqual([[2, 3]])
  })

  test('is never that of a branch arm where a statement starts', () => {
    const sites: Partial<FileSites> = {
      statements: [{ range: on(1), counter: 0 }],
      branches: [{ kind: 'default-arg', range: on(1), arms: [{ range: on(1, 5), counter: 1 }] }],
    }
    expect(linesOf(sites, [1, 9])).toEqual([[1, 1]])
  })

  test('does not come from an else that nobody wrote', () => {
    const sites: Partial<FileSites> = {
      branches: [
        {
          kind: 'if',
          range: on(1),
          arms: [
            { range: on(2), counter: 0 },
            { range: null, counter: 1 },
          ],
        },
      ],
    }
    expect(linesOf(sites, [1, 3])).toEqual([[2, 1]])
  })
})

describe('a file', () => {
  test('that nothing imported has every executable line, at 0', () => {
    const statements = [
      { range: on(4), counter: 1 },
      { range: on(2), counter: 0 },
    ]
    expect(linesOf({ statements, counters: 2 }, null)).toEqual([
      [2, 0],
      [4, 0],
    ])
  })

  test('whose counts do not fit its sites is refused, not taken for 0', () => {
    expect(() => linesOf({ counters: 3 }, [1, 2])).toThrow(
      '[tstrace] The counts of "src/cart.ts" do not fit its source: 2 instead of 3.',
    )
  })

  test('keeps its functions, its branches and its module name', () => {
    const [cart, price] = shopFiles()
    expect(cart?.module).toBe('src/cart')
    expect(cart?.functions.map(({ name, count }) => [name, count])).toEqual([
      ['<module>', 1],
      ['Cart.add', 2],
      ['Cart.total', 1],
      ['Cart.total.callback', 4],
      ['Cart.total.callback', 3],
      ['Cart.clear', 0],
    ])
    expect(price?.branches.map(({ kind, arms }) => [kind, arms.map(({ count }) => count)])).toEqual([
      ['cond-expr', [0, 5]],
    ])
    expect(cart?.source).toBe(cartSource)
    expect(cart?.statements).toHaveLength(shopSites['src/cart.ts']?.statements.length ?? -1)
  })
})

describe('laws', () => {
  const someCounter = fc.nat(7)
  const someRange = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(80)).map(([line, column]) => on(line, column))
  const someSites: fc.Arbitrary<FileSites> = fc.record({
    counters: fc.constant(8),
    statements: fc.array(fc.record({ range: someRange, counter: someCounter }), { maxLength: 12 }),
    functions: fc.constant([]),
    branches: fc.array(
      fc.record({
        kind: fc.constantFrom('if', 'switch', 'cond-expr'),
        range: someRange,
        arms: fc.array(fc.record({ range: fc.option(someRange), counter: someCounter }), { maxLength: 3 }),
      }),
      { maxLength: 5 },
    ),
  })
  const someCounts = fc.array(fc.maxSafeNat(), { minLength: 8, maxLength: 8 })

  test('every line is a site, with the count of a site that starts there', () => {
    fc.assert(
      fc.property(someSites, someCounts, (sites, counts) => {
        const starting = [...sites.statements, ...sites.branches.flatMap(({ arms }) => arms)]
        for (const [line, count] of linesOf(sites, counts)) {
          const there = starting.filter(({ range }) => range?.start.line === line)
          expect(there.map(({ counter }) => counts[counter])).toContain(count)
        }
      }),
    )
  })

  test('lines ascend, and none is lost or listed twice', () => {
    fc.assert(
      fc.property(someSites, someCounts, (sites, counts) => {
        const starting = [...sites.statements, ...sites.branches.flatMap(({ arms }) => arms)]
        const expected = new Set(starting.flatMap(({ range }) => (range ? [range.start.line] : [])))
        const lines = linesOf(sites, counts).map(([line]) => line)
        expect(lines).toEqual([...expected].toSorted((a, b) => a - b))
      }),
    )
  })

  test('the order of the sites does not matter', () => {
    fc.assert(
      fc.property(someSites, someCounts, (sites, counts) => {
        const reversed = { ...sites, statements: sites.statements.toReversed(), branches: sites.branches.toReversed() }
        expect(linesOf(reversed, counts)).toEqual(linesOf(sites, counts))
      }),
    )
  })

  test('a file that nothing imported has the lines of one that ran', () => {
    fc.assert(
      fc.property(someSites, someCounts, (sites, counts) => {
        expect(linesOf(sites, null)).toEqual(linesOf(sites, counts).map(([line]) => [line, 0]))
      }),
    )
  })
})
