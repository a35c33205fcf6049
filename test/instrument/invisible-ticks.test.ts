import { describe, expect, test } from 'vitest'
import { realmRecorder } from '../../src/runtime/recorder.ts'
import { traced } from './invisible.ts'
import { Realm } from './realm.ts'

/** Beside the construct, a clock: one tick a job. Whatever takes a job more or less is seen by it. */
const clock = `let time = 0
function tick() { if (time++ < 200) { log('tick ' + time); return Promise.resolve().then(tick) } }
const step = (name) => (value) => { log(name, String(value?.message ?? value)); return value }
const thenable = (value) => ({ then(resolve) { log('then'); resolve(value) } })
const custom = (n, extra = {}) => ({ [Symbol.asyncIterator]() { log('open'); return this }, next() { log('next'); return Promise.resolve({ value: n, done: n-- === 0 }) }, ...extra })
async function* gen(n) { try { for (let i = 0; i < n; i++) { log('gen', i); yield i } return 'end' } finally { log('closing'); await null; log('closed') } }
function* sync(n) { try { for (let i = 0; i < n; i++) yield i % 2 ? Promise.resolve(i) : i; return 'end' } finally { log('closed') } }
`

const constructs: Record<string, string> = {
  'await of values, promises and thenables': `for (const x of [1, Promise.resolve(2), thenable(3), Promise.resolve(thenable(4)), null, (async () => 5)()]) step('got')(await x)`,
  'await of what rejects': `try { await Promise.reject(new Error('no')) } catch (e) { step('caught')(e) } finally { await step('finally')(null) } await (async () => { throw 1 })().catch(step('caught'))`,
  'several awaits in one expression': `step('sum')((await 1) + (await Promise.resolve(2)) * (await (await thenable(async () => 3))()))`,
  'return of a promise, with and without await': `step('a')(await (async () => Promise.resolve(1))()); step('b')(await (async () => await Promise.resolve(2))()); step('c')(await (async () => { try { return Promise.resolve(3) } finally { await null } })())`,
  'return of a promise from an async generator': `const it = (async function* () { try { return Promise.resolve(1) } finally { log('finally') } })(); step('r')((await it.next()).value); const bad = (async function* () { return Promise.reject(new Error('no')) })(); await bad.next().catch(step('caught'))`,
  'yield of promises in an async generator': `const it = (async function* () { const a = yield Promise.resolve(1); log('a', a); try { yield Promise.reject(new Error('no')) } catch (e) { log('in', e.message) } yield; return 4 })(); for (let i = 0; i < 5; i++) step('next')((await it.next('v' + i)).value)`,
  'for await over values and promises': `for await (const x of [1, Promise.resolve(2), 3]) step('x')(x); for await (const x of sync(4)) { step('y')(x); await null } for await (const x of []) step('never')(x)`,
  'for await over async iterators': `for await (const x of custom(3)) step('x')(x); for await (const x of gen(2)) step('y')(x)`,
  'for await that is left': `for await (const x of [1, 2]) { step('x')(x); break } for await (const x of sync(3)) break; for await (const x of gen(3)) break; for await (const x of custom(3)) break; for await (const x of custom(3, { return() { log('return'); return Promise.resolve({}) } })) break; a: for (const y of [1, 2]) for await (const x of gen(2)) continue a; try { for await (const x of sync(2)) throw new Error('out') } catch (e) { step('caught')(e) }`,
  'for await over what rejects': `for (const over of [[Promise.reject(new Error('no'))], sync(1), custom(1, { next: () => Promise.reject(new Error('next')) }), custom(1, { next: () => 5 }), custom(1, { next() { throw new Error('thrown') } })]) try { for await (const x of over) step('x')(x) } catch (e) { step('caught')(e) }`,
  'yield* of async iterables': `for await (const x of (async function* () { step('r')(yield* gen(2)); step('c')(yield* custom(2)); })()) step('x')(x)`,
  'yield* of sync iterables in async generators': `for await (const x of (async function* () { step('r')(yield* sync(3)); yield* [1, Promise.resolve(2)]; yield* 'ab' })()) step('x')(x)`,
  'yield* that is ended from outside': `const delegate = async function* (over) { try { step('r')(yield* over) } catch (e) { step('caught')(e) } finally { log('outer') } }; for (const make of [() => gen(3), () => sync(3), () => [1, 2], () => custom(3), () => custom(3, { return: (v) => ({ value: v, done: true }), throw: () => Promise.resolve({ value: 't', done: true }) })]) for (const end of ['return', 'throw']) { const it = delegate(make()); await it.next(); step(end)((await it[end](Promise.resolve('v')).catch(step('rejected')))?.value); await it.next() }`,
  'requests that queue up': `const it = gen(2); const all = [it.next(), it.next(), it.return('r'), it.next(), it.throw(new Error('t')).catch(step('late'))]; for (const one of all) one.then((r) => step('answer')(r.value)); await Promise.all(all)`,
  'async arrows, methods and default values': `const o = { async m(x = log('default')) { await x; return this === o }, f: async (x, y = x) => (await y) + 1 }; step('m')(await o.m()); step('f')(await o.f(1)); await (async (x = (() => { throw new Error('default') })()) => x)().catch(step('caught'))`,
  'messages about what is awaited and taken apart': `for (const f of [async () => { const { x } = await null }, async () => { const [x] = await 5 }, async () => { const { x: { y } } = (await {}), z = 1 }, async () => { let x; ({ x } = await undefined) }]) await f().catch(step('message')); for (const g of [function* () { const { x } = yield 1 }, function* () { let x; [x] = yield 1 }]) { const it = g(); it.next(); try { it.next(null) } catch (e) { step('message')(e) } }`,
  'functions that do not await': `const f = async () => {}; const g = async () => 1; const h = async (x) => x; await Promise.all([f().then(step('f')), g().then(step('g')), h(thenable(2)).then(step('h')), h(Promise.resolve(3)).then(step('p'))])`,
}

async function run(code: string, prepare: (realm: Realm) => void = () => {}): Promise<string[]> {
  const realm = new Realm()
  prepare(realm)
  await realm.run(code)
  return realm.log
}

describe('promises take the jobs that they took', () => {
  for (const [name, construct] of Object.entries(constructs)) {
    test(name, async () => {
      const program = `${clock}\nasync function main() { ${construct} }\nqueueMicrotask(tick); main().then(() => log('done'), (error) => log('failed', error.message))`
      const bare = await run(program)
      expect(bare.filter((line) => !line.startsWith('tick')).length).toBeGreaterThan(1)
      expect(bare, 'in time').not.toContain('failed')
      expect(bare.indexOf('done')).toBeLessThan(bare.indexOf('tick 200'))
      expect(await run(traced(program), (realm) => void realmRecorder(realm.global))).toEqual(bare)
      expect(await run(traced(program))).toEqual(bare)
      expect(await run(traced(program, { callers: false }))).toEqual(bare)
    })
  }
})
