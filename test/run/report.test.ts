import { expect, vi } from 'vitest'
import { analyse } from '../../src/analysis/analyse-records.ts'
import { instrument } from '../../src/instrument/index.ts'
import type { Caller, FileCounts } from '../../src/model/counts.ts'
import { hashText } from '../../src/model/hash.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import { createSelector } from '../../src/selection/select.ts'
import { parseToJson } from '../../src/source/parse.ts'
import { numberingVersion } from '../../src/source/number-source.ts'
import { test } from '../store/directory.ts'
import { CountedProject } from './counted-project.ts'

const cart = 'export function total(prices) {\n  return prices.reduce((a, b) => a + b, 0)\n}\n'

/** As if each function had been called once by the caller. */
function calledBy(path: string, caller: Caller, changes: Partial<FileCounts> = {}): FileCounts {
  const { sites } = instrument(cart, { path: 'cart.js' })
  const pairs = sites!.functions.map(({ counter }) => ({ callee: counter, caller, count: 1 }))
  const counts = Array.from({ length: sites!.counters }, () => 1)
  return { path, hash: hashText(cart), plan: numberingVersion, counts, pairs, ...changes }
}

test('a function of a component is named by the sites that it brought along, also as a caller', async ({
  directory,
}) => {
  const project = new CountedProject(directory)
  const { sites } = instrument(cart, { path: 'cart.js' })
  for (const path of ['src/Basket.vue', 'src/cart.js']) project.write(path, cart)
  const total = sites!.functions.find(({ name }) => name === 'total')!
  const inBasket: Caller = { path: 'src/Basket.vue', hash: hashText(cart), plan: 'vue', function: total.counter }
  const basket = calledBy('src/Basket.vue', { context: 'import', file: null }, { plan: 'vue', sites: sites! })
  const { warnings } = await project.report([basket, calledBy('src/cart.js', inBasket)])
  expect(warnings).toEqual([])
  expect(project.read('tstrace-report/callers.txt')).toContain(
    '*** src/Basket.vue ***\n  --> src/cart.js\n    src/Basket.total -> src/cart.<module>  x1\n',
  )
})

test('a caller whose file is gone is told from those that are there', async ({ directory }) => {
  const project = new CountedProject(directory)
  project.write('src/cart.js', cart)
  const gone: Caller = { path: 'src/gone.js', hash: hashText(cart), plan: numberingVersion, function: 0 }
  await project.report([calledBy('src/cart.js', gone)])
  expect(project.read('tstrace-report/callers.txt')).toContain(
    'src/gone.<function 0 of another revision> -> src/cart.total  x1\n',
  )
})

test('a store and the run that was added to it give one report', async ({ directory }) => {
  const project = new CountedProject(directory)
  project.write('src/cart.js', cart)
  const run = [calledBy('src/cart.js', { context: 'import', file: null })]
  for (const times of [1, 2, 3]) {
    await project.report(run, { file: 'counts.jsonl.gz' })
    expect(project.read('tstrace-report/src/cart.js.cover')).toBe(
      `       export function total(prices) {\n    ${times}:   return prices.reduce((a, b) => a + b, 0)\n       }\n`,
    )
  }
})

test.for([
  ['few sources as JSON', 100, false],
  ['many in the way that is faster for many, and each once', 400, true],
] as const)('parses %s', async ([, files, inItsWay], { directory }) => {
  const project = new CountedProject(directory)
  const long = cart + 'total([]) ? 1 : 2\n'.repeat(40)
  const paths = Array.from({ length: files }, (_, index) => `src/cart-${String(index).padStart(3, '0')}.js`)
  const { sites } = instrument(long, { path: 'cart.js' })
  const record = {
    hash: hashText(long),
    plan: numberingVersion,
    counts: Array.from({ length: sites!.counters }, () => 1),
  }
  for (const path of paths) project.write(path, long)
  const parse = vi.fn(parseToJson)
  const options = resolveOptions()
  const { report, warnings } = await analyse(
    paths.map((path) => ({ path, pairs: [], ...record })),
    { root: directory, options, select: createSelector(directory, options), parse },
  )
  expect(warnings).toEqual([])
  expect(report.files.map(({ path, lines }) => [path, lines.length])).toEqual(paths.map((path) => [path, 41]))
  expect(parse.mock.calls.map(([path]) => path)).toEqual(inItsWay ? paths : [])
})
