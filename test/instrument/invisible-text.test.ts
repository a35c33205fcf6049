/** A program that asks for the text of a function sees what was written. */
import { runInNewContext } from 'node:vm'
import { transformWithEsbuild } from 'vite'
import { describe, expect, test } from 'vitest'
import { realmRecorder } from '../../src/runtime/recorder.ts'
import { expectInvisible, traced } from './invisible.ts'
import { Realm } from './realm.ts'

const shop = `
  const rate = 0.2
  function gross(net, { digits = 2, ...rest } = {}) { if (net) for (const n of [1]) net += n; return net > 0 ? net : rest }
  const tax = (net) => net * rate
  const later = async (x = await0()) => { await x; return x || 1 }
  function await0() { return 0 }
  function* items() { yield* [1, yield 2] }
  class Cart extends Object {
    static count = await0() || 1
    sum = tax(1); ['key' + 1] = () => 2; #total = 3
    static { this.count++ }
    constructor() { super(); this.sum ??= 1 }
    get total() { return this.#total }
    async *each() { for await (const x of this.sum) yield x }
  }
  const counter = { n: 0, add() { return ++this.n }, set value(n) { this.n = n } }
`

describe('a function has the text that was written', () => {
  const functions: Record<string, string> = {
    'a declaration': 'gross',
    'an arrow function': 'tax',
    'an async arrow function': 'later',
    'a generator': 'items',
    'a class': 'Cart',
    'a getter': "Object.getOwnPropertyDescriptor(Cart.prototype, 'total').get",
    'a setter': "Object.getOwnPropertyDescriptor(counter, 'value').set",
    'an async generator method': 'Cart.prototype.each',
    'a method': 'counter.add',
    'a bound function': 'gross.bind(null)',
    'a proxy of a function': 'new Proxy(gross, {})',
    'a native function': 'Array.prototype.map',
    'what makes texts': 'Function.prototype.toString',
    'a function made of text': "new Function('a', 'return a')",
  }
  test.each(Object.entries(functions))('%s', (_, name) => {
    const [text] = expectInvisible(`${shop}; log(${name}); log(Function.prototype.toString.call(${name}))`)
    expect(text).toMatch(/^(?:async |class |function|get |set |\(|\w+\()/)
  })

  test('by all the ways that there are to ask', () => {
    expectInvisible(`${shop}
      for (const text of [String(tax), tax + '', \`\${tax}\`, tax.toString(), [tax].join(), Reflect.apply(tax.toString, tax, []), tax.toString.bind(tax)()]) log(text)
      log(Object.prototype.toString.call(tax), JSON.stringify({ text: tax.toString() }))`)
  })

  test('where strings and regular expressions are not what they were', () => {
    expectInvisible(`${shop}
      String.prototype.indexOf = String.prototype.slice = RegExp.prototype[Symbol.replace] = RegExp.prototype.exec = () => { log('called') }
      Reflect.apply = Array.prototype[Symbol.iterator] = null
      log(Cart, tax)`)
  })

  test('also if the text has what we use for marks', () => {
    expectInvisible(
      'function add(a) {\v\freturn\v\fa }; function sub() { return 1 }; log(add(1)); log(eval(`(${add})`)(2))',
    )
  })

  test('and what makes the text is as it was', () => {
    expectInvisible(`${shop}
      tax(1)
      const { toString } = Function.prototype
      log(JSON.stringify(Object.entries(Object.getOwnPropertyDescriptor(Function.prototype, 'toString'))), Object.keys(Function.prototype))
      log(Reflect.ownKeys(toString), toString.name, toString.length, 'prototype' in toString, typeof toString)
      log(Object.getPrototypeOf(toString) === Function.prototype, toString === tax.toString, Reflect.ownKeys(Function.prototype))
      for (const wrong of [() => toString.call({}), () => new toString(), () => toString.call(), () => toString.call('f'), () => class extends toString {}])
        try { wrong() } catch (error) { log(error, error instanceof TypeError, Object.getPrototypeOf(error) === TypeError.prototype) }`)
  })

  test('whatever the program makes of that itself', () => {
    expectInvisible(`const native = Function.prototype.toString
      Function.prototype.toString = function () { return 'mine ' + native.call(this) }
      function add(a) { return a + 1 }
      log(add, Function.prototype.toString, native.call(native))
      Object.freeze(Function.prototype)
      log(add)`)
  })
})

/** What the functions, run from their texts in another realm, come to. */
async function runElsewhere(texts: string[]): Promise<unknown[]> {
  const [add, each] = texts.map((text) => runInNewContext(`const one = () => 5; (${text})`)) as [
    (a: number) => unknown,
    (list: number[]) => AsyncIterable<number>,
  ]
  const collected: number[] = []
  for await (const one of each([1, 2])) collected.push(one)
  return [add(4), collected]
}

describe('a function turned to text runs in a realm that knows nothing of its file', () => {
  const text = `
    const add = (a, b = one(), list = [a && b, ...[1].map((x) => x || 2)]) => { return a > 0 ? (list.length || 1) + a : b }
    function one() { return 1 }
    async function* each(list) { for await (const x of list) yield* [x] }
    [add, each].map(String)`

  test('as it was instrumented', async () => {
    for (const callers of [true, false]) {
      const realm = new Realm()
      realmRecorder(realm.global)
      expect(await runElsewhere(realm.evaluate(traced(text, { callers })) as string[])).toEqual([6, [1, 2]])
    }
  })

  test('and as a transpiler printed it anew', async () => {
    for (const callers of [true, false]) {
      for (const target of ['esnext', 'es2019']) {
        for (const runtime of [undefined, '/recorder.cjs']) {
          const printed = await transformWithEsbuild(traced(text, { callers, runtime }), 'shop.js', { target })
          expect(printed.code).not.toContain('\v')
          const realm = new Realm()
          if (runtime !== undefined) realmRecorder(realm.global)
          expect(await runElsewhere(realm.evaluate(printed.code) as string[])).toEqual([6, [1, 2]])
        }
      }
    }
  })
})
