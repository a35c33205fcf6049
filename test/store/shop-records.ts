/** The records of a small shop: src/cart.ts calls src/price.ts, and tests call both. */
import type { Caller, FileCounts } from '../../src/model/counts.ts'
import type { FileSites, Range } from '../../src/model/sites.ts'

export const addsTest: Caller = { context: 'test "adds"', file: 'test/cart.test.ts' }
export const cartTotal: Caller = { path: 'src/cart.ts', hash: 'c0ffee', plan: 'tstrace 1', function: 1 }

export function cart(changes: Partial<FileCounts> = {}): FileCounts {
  return {
    path: 'src/cart.ts',
    hash: 'c0ffee',
    plan: 'tstrace 1',
    counts: [1, 2, 0],
    pairs: [
      { callee: 0, caller: { context: 'import', file: 'test/cart.test.ts' }, count: 1 },
      { callee: 1, caller: addsTest, count: 2 },
    ],
    ...changes,
  }
}

export function price(changes: Partial<FileCounts> = {}): FileCounts {
  return {
    path: 'src/price.ts',
    hash: 'beef',
    plan: 'tstrace 1',
    counts: [1, 6],
    pairs: [
      { callee: 1, caller: { context: '<external>', file: null }, count: 2 },
      { callee: 1, caller: cartTotal, count: 4 },
    ],
    ...changes,
  }
}

/** A component, which brings its sites along. */
export function basket(changes: Partial<FileCounts> = {}): FileCounts {
  return {
    path: 'src/Basket.vue',
    hash: 'abba',
    plan: 'vue',
    counts: [1, 3, 5, 0],
    pairs: [],
    sites: basketSites(),
    ...changes,
  }
}

export function basketSites(): FileSites {
  return {
    counters: 4,
    statements: [
      { range: lines(2, 2), counter: 2 },
      { range: lines(3, 4), counter: 3, typescript: true },
    ],
    functions: [
      { kind: 'module', name: '<module>', head: lines(1, 1), body: lines(1, 9), counter: 0 },
      { kind: 'arrow', name: 'items.map() callback', head: lines(2, 2), body: lines(2, 2), counter: 1 },
    ],
    branches: [
      {
        kind: 'if',
        range: lines(3, 4),
        arms: [
          { range: lines(3, 3), counter: 2 },
          { range: null, counter: 3 },
        ],
      },
    ],
  }
}

/** JSON data with another value at a path such as `counts.1`; undefined leaves the field out. */
export function withField(data: object, at: string, value: unknown): unknown {
  const changed: unknown = structuredClone(data)
  const keys = at.split('.')
  const last = keys.pop()!
  const holder = keys.reduce((item, key) => (item as Record<string, unknown>)[key], changed) as Record<string, unknown>
  holder[last] = value
  return JSON.parse(JSON.stringify(changed))
}

function lines(first: number, last: number): Range {
  return { start: { line: first, column: 0 }, end: { line: last, column: 20 } }
}
