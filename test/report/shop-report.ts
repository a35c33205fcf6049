/** A small shop, its sites written down by hand, and what one run of it counted. */
import type { Actor, Call, Calls, FileAnalysis, FileReport, FunctionActor, Report } from '../../src/model/analysis.ts'
import type { FileCounts, FileRevision } from '../../src/model/counts.ts'
import type { FileSites, FunctionKind, Range } from '../../src/model/sites.ts'
import { analyseFile } from '../../src/analysis/analyse-file.ts'
import { compareActors } from '../../src/analysis/actor.ts'
import { CallTable, nameFunctions } from '../../src/analysis/calls.ts'
import { summarize } from '../../src/analysis/totals.ts'

export const cartSource = `import { tax } from './price.ts'

export class Cart {
  items: number[] = []

  add(price: number, times = 1) {
    for (let i = 0; i < times; i++) {
\t\tthis.items.push(price)\t// tab
    }
    return this
  }

  total() {
    const gross = this.items.map((price) => price + tax(price))
    return gross.reduce((a, b) => a + b, 0)
  }

  clear() {
    this.items = []

    // Nothing is left.
    return this
  }
}
`

/** Ends without a newline. */
export const priceSource = `const rate = 0.2

export const tax = (price: number) =>
  price < 0
    ? 0
    : price * rate`

const cartSites: FileSites = {
  counters: 14,
  functions: [
    fn('module', '<module>', 0, cartSource, ''),
    fn('method', 'Cart.add', 1, cartSource, 'add'),
    fn('method', 'Cart.total', 2, cartSource, 'total'),
    fn('arrow', 'Cart.total.callback', 3, cartSource, '(price) =>'),
    fn('arrow', 'Cart.total.callback', 4, cartSource, '(a, b) =>'),
    fn('method', 'Cart.clear', 5, cartSource, 'clear'),
  ],
  statements: [
    { range: rangeOf(cartSource, '[]'), counter: 6 },
    { range: rangeOf(cartSource, 'for ('), counter: 1 },
    { range: rangeOf(cartSource, '0; i <'), counter: 1 },
    { range: rangeOf(cartSource, 'this.items.push(price)'), counter: 7 },
    { range: rangeOf(cartSource, 'return this'), counter: 8 },
    { range: rangeOf(cartSource, 'const gross'), counter: 2 },
    { range: rangeOf(cartSource, 'price + tax(price)'), counter: 3 },
    { range: rangeOf(cartSource, 'return gross'), counter: 9 },
    { range: rangeOf(cartSource, 'a + b'), counter: 4 },
    { range: rangeOf(cartSource, 'this.items = []'), counter: 5 },
    { range: rangeOf(cartSource, 'return this', 2), counter: 5 },
  ],
  branches: [
    {
      kind: 'default-arg',
      range: rangeOf(cartSource, 'times = 1'),
      arms: [{ range: rangeOf(cartSource, '1) {'), counter: 10 }],
    },
  ],
}

const priceSites: FileSites = {
  counters: 5,
  functions: [fn('module', '<module>', 0, priceSource, ''), fn('arrow', 'tax', 1, priceSource, '(price: number)')],
  statements: [
    { range: rangeOf(priceSource, '0.2'), counter: 2 },
    { range: rangeOf(priceSource, '(price: number)'), counter: 2 },
    { range: rangeOf(priceSource, 'price < 0'), counter: 1 },
  ],
  branches: [
    {
      kind: 'cond-expr',
      range: rangeOf(priceSource, 'price < 0'),
      arms: [
        { range: rangeOf(priceSource, '0\n    :'), counter: 3 },
        { range: rangeOf(priceSource, 'price * rate'), counter: 4 },
      ],
    },
  ],
}

const cartCounts: FileCounts = {
  path: 'src/cart.ts',
  hash: 'cart1',
  plan: '1',
  counts: [1, 2, 1, 4, 3, 0, 2, 4, 2, 1, 1, 0, 0, 0],
  pairs: [
    { callee: 0, caller: { context: 'import', file: 'test/cart.test.ts' }, count: 1 },
    { callee: 1, caller: { context: 'test "adds"', file: 'test/cart.test.ts' }, count: 2 },
    { callee: 2, caller: { context: 'test "adds"', file: 'test/cart.test.ts' }, count: 1 },
    { callee: 3, caller: { path: 'src/cart.ts', hash: 'cart1', plan: '1', function: 2 }, count: 4 },
    { callee: 4, caller: { path: 'src/cart.ts', hash: 'cart1', plan: '1', function: 2 }, count: 3 },
  ],
}

const priceCounts: FileCounts = {
  path: 'src/price.ts',
  hash: 'price1',
  plan: '1',
  counts: [1, 5, 1, 0, 5],
  pairs: [
    { callee: 0, caller: { path: 'src/cart.ts', hash: 'cart1', plan: '1', function: 0 }, count: 1 },
    { callee: 1, caller: { path: 'src/cart.ts', hash: 'cart1', plan: '1', function: 3 }, count: 4 },
    { callee: 1, caller: { context: '<external>', file: null }, count: 1 },
  ],
}

export const shopSites: Readonly<Record<string, FileSites>> = {
  'src/cart.ts': cartSites,
  'src/price.ts': priceSites,
}
export const shopCounts: readonly FileCounts[] = [cartCounts, priceCounts]

/** What a run of the shop's tests counted, file by file. */
export function shopFiles(): [cart: FileAnalysis, price: FileAnalysis] {
  return [
    analyseFile({ path: 'src/cart.ts', source: cartSource, sites: cartSites, counts: cartCounts.counts }),
    analyseFile({ path: 'src/price.ts', source: priceSource, sites: priceSites, counts: priceCounts.counts }),
  ]
}

/** What it reports. */
export function shopReport(): Report {
  return {
    files: shopFiles().map(summarize),
    calls: resolveCalls(shopCounts, ({ path }) => shopSites[path] ?? null),
    testFiles: { expected: 1, reported: 1 },
    uncounted: [],
  }
}

export function resolveCalls(
  records: readonly FileCounts[],
  sitesOf: (revision: FileRevision) => FileSites | null,
): Calls {
  const table = new CallTable()
  for (const record of records) table.add(record)
  return table.resolve((revision) => {
    const sites = sitesOf(revision)
    return sites && nameFunctions(sites)
  })
}

/** Row by row. */
export function listCalls({ actors, callers, callees, counts }: Calls): Call[] {
  return Array.from(counts, (count, row) => {
    const [caller, callee] = [actors[callers[row]!]!, actors[callees[row]!] as FunctionActor]
    return { caller, callee, count }
  })
}

/** The other way round, in whatever order they are; what is called the same is one actor. */
export function tabulateCalls(calls: Call[]): Calls {
  const known = new Map(
    calls.flatMap(({ caller, callee }) => [caller, callee]).map((one) => [JSON.stringify(one), one]),
  )
  const actors = [...known.values()].sort(compareActors)
  const places = new Map(actors.map((actor, place) => [JSON.stringify(actor), place]))
  const placeOf = (actor: Actor): number => places.get(JSON.stringify(actor)) ?? NaN
  const sorted = calls.toSorted(
    (a, b) => placeOf(a.caller) - placeOf(b.caller) || placeOf(a.callee) - placeOf(b.callee),
  )
  return {
    actors,
    callers: Uint32Array.from(sorted, ({ caller }) => placeOf(caller)),
    callees: Uint32Array.from(sorted, ({ callee }) => placeOf(callee)),
    counts: Float64Array.from(sorted, ({ count }) => count),
  }
}

/** A file that consists of lines with counts; `null` is a line that cannot run. */
export function fileOf(
  path: string,
  counts: (number | null)[],
  source: string = counts.map(() => 'line\n').join(''),
): FileReport {
  const lines = counts.flatMap((count, index) => (count === null ? [] : [{ line: index + 1, count }]))
  const module = path.replace(/\.\w+$/, '')
  return { path, module, source, lines, functions: [], arms: { hit: 0, total: 0 } }
}

/** Where the nth occurrence of a snippet stands. */
export function rangeOf(source: string, snippet: string, nth = 1): Range {
  let start = -1
  for (let found = 0; found < nth; found++) start = source.indexOf(snippet, start + 1)
  if (start < 0) throw new Error(`no "${snippet}" in the source`)
  return { start: positionOf(source, start), end: positionOf(source, start + snippet.length) }
}

function positionOf(source: string, offset: number): Range['start'] {
  const before = source.slice(0, offset).split('\n')
  return { line: before.length, column: before.at(-1)?.length ?? 0 }
}

function fn(
  kind: FunctionKind,
  name: string,
  counter: number,
  source: string,
  head: string,
): FileSites['functions'][number] {
  const range = rangeOf(source, head)
  return { kind, name, counter, head: range, body: range }
}
