import { describe, test } from 'vitest'
import { expectCallers } from './run.ts'

describe('who called whom', () => {
  test('in plain calls', async () => {
    await expectCallers(
      `function price(item) { return item.net * vat() }
      function vat() { return 1.2 }
      function total(items) { let sum = 0; for (const item of items) sum += price(item); return sum }
      log(total([{ net: 1 }, { net: 2 }]), price({ net: 3 }))`,
      `<module> -> total
      <module> -> price
      total -> price x2
      price -> vat x3`,
    )
  })

  test('in direct recursion', async () => {
    await expectCallers(
      `function count(n) { return n === 0 ? 0 : 1 + count(n - 1) }
      log(count(3))`,
      `<module> -> count
      count -> count x3`,
    )
  })

  test('in mutual recursion', async () => {
    await expectCallers(
      `function isEven(n) { return n === 0 || isOdd(n - 1) }
      function isOdd(n) { return n !== 0 && isEven(n - 1) }
      log(isEven(5))`,
      `<module> -> isEven
      isEven -> isOdd x3
      isOdd -> isEven x2`,
    )
  })

  test('when callers alternate within a recursion', async () => {
    await expectCallers(
      `function shelf(n) { if (n > 0) { label(); aisle(n - 1) } }
      function aisle(n) { if (n > 0) { label(); shelf(n - 1); label() } }
      function label() { print() }
      function print() {}
      shelf(4)`,
      `<module> -> shelf
      shelf -> aisle x2
      aisle -> shelf x2
      shelf -> label x2
      aisle -> label x4
      label -> print x6`,
    )
  })

  test('when a function is called before its declaration, and before the file has run', async () => {
    await expectCallers(
      `log(total())
      function total() { return price() }
      function price() { return 3 }`,
      `<module> -> total
      total -> price`,
    )
  })

  test('with closures: a function is one function, whoever made it', async () => {
    await expectCallers(
      `function makeTill() { let sum = 0; return function add(n) { sum += n; show(sum) } }
      function show(sum) { log(sum) }
      function cashier(till) { till(5) }
      const front = makeTill(), back = makeTill()
      front(1); front(2); back(3); cashier(front)`,
      `<module> -> makeTill x2
      <module> -> makeTill.add x3
      <module> -> cashier
      cashier -> makeTill.add
      makeTill.add -> show x4`,
    )
  })

  test('with arrow functions that are one expression', async () => {
    await expectCallers(
      `const plus = (a, b) => sum([a, b])
      const sum = (list) => ({ total: list.map((n) => round(n)) })
      const round = (n) => Math.round(n)
      const twice = (f) => (n) => f(n, n)
      log(twice(plus)(2).total)`,
      `<module> -> twice
      <module> -> twice.<returned>
      twice.<returned> -> plus
      plus -> sum
      sum -> sum.list.map() callback x2
      sum.list.map() callback -> round x2`,
    )
  })

  test('with functions called where they stand', async () => {
    await expectCallers(
      `const shop = (function open() { return (() => ({ name: sign() }))() })()
      function sign() { return 'Open' }
      log(shop.name)`,
      `<module> -> open
      open -> open.<iife>
      open.<iife> -> sign`,
    )
  })

  test('when a method is replaced and deleted while it is still held', async () => {
    await expectCallers(
      `const shop = { greet() { return word() } }
      function word() { return 'Hello' }
      const old = shop.greet
      shop.greet()
      shop.greet = function greetAgain() { return old() }
      shop.greet()
      delete shop.greet
      log(old(), shop.greet)`,
      `<module> -> shop.greet x2
      <module> -> greetAgain
      greetAgain -> shop.greet
      shop.greet -> word x3`,
    )
  })

  test('when a function replaces itself', async () => {
    await expectCallers(
      `function rates() { const loaded = load(); rates = () => use(loaded); return rates() }
      function load() { return 2 }
      function use(n) { return n }
      function first() { return rates() }
      log(first(), rates(), first())`,
      `<module> -> first x2
      first -> rates
      first -> rates.rates
      rates -> load
      rates -> rates.rates
      <module> -> rates.rates
      rates.rates -> use x3`,
    )
  })

  test('through code that is made at run time and has no probes', async () => {
    await expectCallers(
      `function price() { return 7 }
      function run(code) { return eval(code) }
      function evaluate() { const tax = () => price(); return eval('tax() + price()') }
      log(run('price()'), evaluate(), (0, eval)('price()'), new Function('return price()')())`,
      `<module> -> run
      run -> price
      <module> -> evaluate
      evaluate -> evaluate.tax
      evaluate.tax -> price
      evaluate -> price
      <module> -> price x2`,
    )
  })

  test('when a function declares functions that stand in its way', async () => {
    await expectCallers(
      `function order(cart) { var cart, pay = 1; function pay() {} check(cart); function check(c) { ship(c) } return ship(pay) }
      function ship(c) { return c }
      log(order('cart'))`,
      `<module> -> order
      order -> order.check
      order.check -> ship
      order -> ship`,
    )
  })
})

describe('a tagged template', () => {
  test('is a call, and so is each value that has to become a string', async () => {
    await expectCallers(
      `const amount = { toString() { return digits() } }
      function digits() { return '12' }
      function euro(strings, value) { return strings[0] + value }
      function label() { return euro\`EUR \${amount}\` + \`, \${amount}\` }
      log(label())`,
      `<module> -> label
      label -> euro
      euro -> amount.toString
      label -> amount.toString
      amount.toString -> digits x2`,
    )
  })
})
