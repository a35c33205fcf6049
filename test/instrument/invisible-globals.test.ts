import { describe, expect, test } from 'vitest'
import { enterContext, realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { traced } from './invisible.ts'
import { Realm } from './realm.ts'

/** Two files, as Node's loader for CommonJS runs them: the second needs its probes when the globals are gone. */
const files = {
  'shop.cjs': `function* items() { yield* ['tea', 'milk'] }
    function total(list = [...items()]) { return list.map((item) => price(item)).reduce((a, b) => a + b, 0) }
    function price(item) { return item.length }
    return total()`,
  'late.cjs': `class Till { sum = add(1); static { add(2) } }
    function* more() { yield* [1, 2]; yield* 'ab' }
    function add(n) { return n }
    return [new Till().sum, ...more()].length`,
}

const vandals: Record<string, string> = {
  'deletes Symbol': 'delete globalThis.Symbol',
  'replaces Symbol': 'Symbol = function () {}',
  'replaces Symbol by undefined': 'Symbol = undefined',
  'deletes Float64Array': 'delete globalThis.Float64Array',
  'deletes Float64Array and Array': 'delete globalThis.Float64Array; delete globalThis.Array',
  'deletes Reflect': 'delete globalThis.Reflect',
  'deletes Object': 'delete globalThis.Object',
  'breaks Object': 'Object.defineProperty = () => { throw 1 }',
  'deletes Map, JSON and Math': 'delete globalThis.Map; delete globalThis.JSON; delete globalThis.Math',
  'deletes globalThis': 'delete globalThis.globalThis',
  'replaces globalThis': 'globalThis = undefined',
  'replaces globalThis by another object': 'globalThis = {}',
  'replaces Object.prototype.constructor': 'Object.prototype.constructor = null',
  'pollutes Object.prototype': `for (const key of ['get', 's', 'b', 'info', 'called', 'more', 'value', 'c', 'w', 'f']) Object.prototype[key] = 5`,
  'puts setters on arrays': `for (const key of [0, 1, 2]) Object.defineProperty(Array.prototype, key, { set: function setter() { throw key }, configurable: true })`,
  'breaks arrays': 'Array.prototype.push = Array.prototype.indexOf = () => { throw 1 }',
}

function load(realm: Realm, code: string): unknown {
  return (realm.evaluate(`(function () { ${code} })`) as () => unknown)()
}

function loadBoth(vandal: string, before: boolean, trace: (text: string, path: string) => string): unknown[] {
  const realm = new Realm()
  const [shop, late] = Object.entries(files).map(([path, text]) => trace(text, path)) as [string, string]
  const values = before ? [] : [load(realm, shop)]
  realm.evaluate(vandal)
  return [...values, load(realm, late), load(realm, shop)]
}

describe('a program runs as it would', () => {
  for (const [name, vandal] of Object.entries(vandals)) {
    for (const before of [true, false]) {
      test(`that ${name} ${before ? 'before' : 'after'} its first probe`, () => {
        const bare = loadBoth(vandal, before, (text) => text)
        // With the second, there is no recorder to be had.
        for (const runtime of [undefined, '/nowhere.cjs']) {
          const trace = (text: string, path: string): string => traced(text, { path, sourceType: 'commonjs', runtime })
          expect(loadBoth(vandal, before, trace)).toEqual(bare)
        }
      })
    }
  }

  const own: Record<string, string> = {
    'has its own globalThis': `const globalThis = { Symbol: null }; return add(1, typeof globalThis)\nfunction add(a, b) { return a + b }`,
    'has its own globalThis as a parameter': `function add(globalThis) { return typeof globalThis } return add(1)`,
    'has its own Symbol, Map, Object, Reflect and Float64Array': `const [Symbol, Map, Object, Reflect, Float64Array] = [1, 2, 3, 4, 5]; function* f() { yield* [Symbol, Map, Object, Reflect, Float64Array] } return [...f()].join()`,
    'has its own self, window and global': `const self = 1, window = 2, global = 3; function add() { return self + window + global } return add()`,
    'has its own everything': `const globalThis = 0, self = 1, window = 2, global = 3; function* add() { return yield* [self, global] } return [...add()].join()`,
    'calls its own things as we might': `const $$ = 1, $$s = 2, $$c = 3, $$t = 4, cov_ = 5; async function f($$) { await $$; return $$s } function g() { return [$$, $$s, $$c, $$t, cov_].join() } f(); return g()`,
    'spells names with escapes': `const \\u0024$ = 1, $\\u{24}s = 2; function f() { const $\\u0024c = 3; return $$ + $$s + $$c } return f()`,
  }
  for (const [name, text] of Object.entries(own)) {
    test(`that ${name}`, () => {
      const value = load(new Realm(), text)
      for (const callers of [true, false])
        for (const runtime of [undefined, '/nowhere.cjs'])
          expect(
            load(new Realm(), traced(text, { path: 'own.cjs', sourceType: 'commonjs', callers, runtime })),
          ).toEqual(value)
    })
  }
})

/** In this realm, where the recorder's own code runs; the file believes that `global` is the global object. */
function runHere(text: string, prepare: (global: object) => void): unknown {
  const global = { Symbol, Float64Array, Reflect, Object }
  prepare(global)
  return new Function('globalThis', traced(text, { path: 'patch.cjs', sourceType: 'commonjs' }))(global)
}

describe('a program that replaces methods by functions with probes', () => {
  const program = `const own = { push: Array.prototype.push, iterator: Array.prototype[Symbol.iterator], get: Map.prototype.get, set: Map.prototype.set, imul: Math.imul, stringify: JSON.stringify, assign: Object.assign, from: Array.from, fill: Float64Array.prototype.fill }
    let calls = 0
    function patched() { calls++; return noted() }
    function noted() { return note() }
    function note() { return [] }
    function a() { noted(); b() } function b() { noted(); note() } function c() { note(); noted(); a() }
    try {
      Array.prototype.push = Map.prototype.get = Map.prototype.set = Math.imul = JSON.stringify = Object.assign = Array.from = patched
      Array.prototype[Symbol.iterator] = patched
      Float64Array.prototype.fill = patched
      for (let n = 0; n < 100; n++) { a(); b(); c(); c(); a(); between() }
    } finally {
      Array.prototype.push = own.push; Array.prototype[Symbol.iterator] = own.iterator; Map.prototype.get = own.get; Map.prototype.set = own.set
      Math.imul = own.imul; JSON.stringify = own.stringify; Object.assign = own.assign; Array.from = own.from; Float64Array.prototype.fill = own.fill
    }
    return calls`

  test('has none of them called by the recorder', () => {
    let taken = 0
    const value = runHere(`const between = globalThis.between\n${program}`, (global) => {
      const recorder = realmRecorder(global)
      let number = 0
      Object.assign(global, {
        between() {
          const running = recorder.c
          enterContext(recorder, { context: `test ${number++}`, file: 'patch.test.ts' })
          taken += takeCounts(recorder).length
          recorder.c = running
        },
      })
    })
    expect(value).toBe(0)
    expect(taken).toBe(100)
  })
})
