import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Call } from '../../src/model/analysis.ts'
import type { CallerPair, FileCounts, FileRevision } from '../../src/model/counts.ts'
import type { FileSites } from '../../src/model/sites.ts'
import { listCalls, resolveCalls as resolve, shopCounts, shopSites } from './shop-report.ts'

function resolveCalls(...given: Parameters<typeof resolve>): Call[] {
  return listCalls(resolve(...given))
}

type FindSites = (revision: FileRevision) => FileSites | null

const findSites: FindSites = ({ path }) => shopSites[path] ?? null

function recordOf(pairs: CallerPair[], revision: Partial<FileCounts> = {}): FileCounts {
  return { path: 'src/price.ts', hash: 'price1', plan: '1', counts: [], pairs, ...revision }
}

function callFrom(hash: string): CallerPair {
  return { callee: 1, caller: { path: 'src/cart.ts', hash, plan: '1', function: 1 }, count: 2 }
}

function total(counted: { count: number }[]): number {
  return counted.reduce((sum, { count }) => sum + count, 0)
}

function brief({ caller, callee, count }: Call): string {
  const who = 'context' in caller ? `${caller.context} of ${caller.file}` : `${caller.module}.${caller.name}`
  return `${who} -> ${callee.module}.${callee.name} x${count}`
}

test('callers and callees get their names, sorted by caller, contexts before functions', () => {
  expect(resolveCalls(shopCounts, findSites).map(brief)).toEqual([
    '<external> of null -> src/price.tax x1',
    'src/cart.<module> -> src/price.<module> x1',
    'src/cart.Cart.total -> src/cart.Cart.total.callback x4',
    'src/cart.Cart.total -> src/cart.Cart.total.callback x3',
    'src/cart.Cart.total.callback -> src/price.tax x4',
    'import of test/cart.test.ts -> src/cart.<module> x1',
    'test "adds" of test/cart.test.ts -> src/cart.Cart.add x2',
    'test "adds" of test/cart.test.ts -> src/cart.Cart.total x1',
  ])
})

test('a function stands at its head', () => {
  const [call] = resolveCalls(
    [recordOf([{ callee: 1, caller: { context: 'import', file: null }, count: 1 }])],
    findSites,
  )
  expect(call?.callee).toEqual({ path: 'src/price.ts', module: 'src/price', name: 'tax', at: { line: 3, column: 19 } })
})

test('a function is found by its counter, wherever it stands in the list', () => {
  const turned: FindSites = (revision) => {
    const sites = findSites(revision)
    return sites && { ...sites, functions: sites.functions.toReversed() }
  }
  expect(resolveCalls(shopCounts, turned)).toEqual(resolveCalls(shopCounts, findSites))
})

test('a caller of another revision of its file is called so', () => {
  const caller = { path: 'src/cart.ts', hash: 'cart0', plan: '1', function: 3 }
  const calls = resolveCalls([recordOf([{ callee: 1, caller, count: 2 }])], (revision) =>
    revision.hash === 'cart0' ? null : findSites(revision),
  )
  expect(calls.map(brief)).toEqual(['src/cart.<function 3 of another revision> -> src/price.tax x2'])
})

test('a function that its file does not have is not taken for another one', () => {
  const caller = { path: 'src/cart.ts', hash: 'cart1', plan: '1', function: 99 }
  const calls = resolveCalls([recordOf([{ callee: 1, caller, count: 2 }])], findSites)
  expect(calls.map(brief)).toEqual(['src/cart.<function 99 of another revision> -> src/price.tax x2'])
})

test('functions of the same number in different revisions are not added up', () => {
  const calls = resolveCalls([recordOf([callFrom('old'), callFrom('older')])], (revision) =>
    revision.path === 'src/cart.ts' ? null : findSites(revision),
  )
  expect(calls.map(({ count }) => count)).toEqual([2, 2])
})

const someCaller = fc.oneof(
  fc.record({
    path: fc.constantFrom('src/cart.ts', 'src/gone.ts'),
    hash: fc.constantFrom('1', '2'),
    plan: fc.constant('1'),
    function: fc.nat(6),
  }),
  fc.record({ context: fc.constantFrom('test "adds"', 'import'), file: fc.constantFrom(null, 'test/cart.test.ts') }),
)
const somePair: fc.Arbitrary<CallerPair> = fc.record({
  callee: fc.nat(6),
  caller: someCaller,
  count: fc.integer({ min: 1, max: 1e9 }),
})
const someRecords = fc.array(
  fc
    .record({ path: fc.constantFrom('src/cart.ts', 'src/price.ts'), pairs: fc.array(somePair, { maxLength: 6 }) })
    .map(({ path, pairs }) => recordOf(pairs, { path })),
  { maxLength: 5 },
)

test('the order of the records and of their pairs does not matter', () => {
  fc.assert(
    fc.property(someRecords, (records) => {
      const reversed = records.toReversed().map((record) => ({ ...record, pairs: record.pairs.toReversed() }))
      expect(resolveCalls(reversed, findSites)).toEqual(resolveCalls(records, findSites))
    }),
  )
})

test('no call is lost', () => {
  fc.assert(
    fc.property(someRecords, (records) => {
      expect(total(resolveCalls(records, findSites))).toBe(total(records.flatMap(({ pairs }) => pairs)))
    }),
  )
})
