/** A thousand asynchronous chains at once: whoever else runs meanwhile, each calls what it calls when it is alone. */
import { expect, test } from 'vitest'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import type { FileSites } from '../../src/model/sites.ts'
import { traced } from './invisible.ts'
import { Realm } from './realm.ts'
import { type Calls, readCalls } from './run.ts'
import { findSites } from '../../src/source/number-source.ts'

/** Orders of a shop, each of which waits in its own way and at its own times. */
const program = `
const ways = [byAwait, byThen, byTimer, byIterating, byYielding, byRacing, byFailing, byHandingOn]
async function start(n) { await order(n) }
async function order(n) { const way = ways[n % ways.length]; try { await way(n); done(n) } catch (error) { failed(n) } finally { close(n) } }
function wait(n) { return n % 9 === 0 ? new Promise((resolve) => setTimeout(resolve, n % 4)) : n % 3 ? new Promise(setImmediate) : n % 2 ? null : Promise.resolve(n) }
function price(n) { return add(n, 1) }
function add(a, b) { return a + b }
function done(n) { price(n) }
function failed(n) { add(n, 2) }
function close(n) { return add(n, 3) }
async function byAwait(n) { for (let i = 0; i <= n % 4; i++) { price(i); await wait(n + i); price(i) } return add(await wait(n), 1) }
function byThen(n) { return Promise.resolve(wait(n)).then(function first() { return price(n) }).then(function second(sum) { if (n % 2) throw add(sum, 1); return add(sum, 2) }) }
function byTimer(n) { return new Promise(function start(resolve) { setTimeout(function late() { price(n); resolve() }, n % 3) }) }
async function byIterating(n) { for await (const item of [wait(n), price(n), wait(n + 1)]) { price(item); await wait(n) } }
async function* items(n) { try { for (let i = 0; i < 3; i++) { await wait(n + i); yield price(i) } } finally { await wait(n); close(n) } }
async function byYielding(n) { for await (const item of items(n)) { add(item, 1); if (n % 3 === 1 && item > 1) break } price(n); for await (const item of all(n)) add(item, 2) }
async function* all(n) { yield* items(n); yield* [wait(n), 1] }
async function byRacing(n) { const both = [byAwait(n), byTimer(n)]; price(n); await Promise.race(both); price(n); await Promise.all(both.map(async (one, i) => { await one; return add(i, n) })) }
async function byFailing(n) { try { await wait(n); if (n % 2) fail(n); await Promise.reject(n) } catch (error) { await wait(n); price(n); throw add(n, error) } finally { await wait(n + 1); price(n) } }
function fail(n) { throw price(n) }
async function byHandingOn(n, depth = n % 5) { price(n); return depth > 0 ? await byHandingOn(n, depth - 1) : (await wait(n), add(n, 4)) }
`
const size = 1000
const atOnce = `${program}Promise.all(Array.from({ length: ${size} }, function each(_, n) { return start(n) }))`
const oneByOne = `${program}(async function each() { for (let n = 0; n < ${size}; n++) await start(n) })()`

/** Who called the shop's functions; how the chains were started is not asked. */
async function pairs(text: string): Promise<Calls> {
  const realm = new Realm()
  realmRecorder(realm.global)
  await realm.evaluate(traced(text))
  await new Promise((resolve) => setTimeout(resolve, 100))
  const recorder = realmRecorder(realm.global)
  expect(recorder.c, 'who runs at the end').toBe(1)
  const found = findSites(text, { path: 'shop.js', sourceType: 'script' }) as { sites: FileSites }
  const calls = readCalls(takeCounts(recorder), { 'shop.js': found.sites })
  return { ...calls, pairs: calls.pairs.filter((pair) => !/-> (?:\S*each|start) /.test(`${pair} `)) }
}

test('a thousand chains at once have the pairs of a thousand, one after the other', async () => {
  const alone = await pairs(oneByOne)
  const together = await pairs(atOnce)
  expect(together.pairs).toEqual(alone.pairs)
  expect(together.pairs.length).toBeGreaterThan(40)
  expect(together.functions['add']).toBeGreaterThan(size * 5)
}, 60_000)
