import { describe, test } from 'vitest'
import { expectCallers } from './run.ts'

describe('a default value', () => {
  test('is evaluated by the function, not by who calls it', async () => {
    await expectCallers(
      `function order(item, quantity = standard(), note = ((n) => write(n))(quantity)) { return ship(item, quantity) }
      function standard() { return one() }
      function one() { return 1 }
      function write(n) { return n }
      function ship(item, n) { return item + n }
      function shop() { return order('tea') + order('milk', 2, '') }
      log(shop())`,
      `<module> -> shop
      shop -> order x2
      order -> standard
      standard -> one
      order -> order.<iife>
      order.<iife> -> write
      order -> ship x2`,
    )
  })

  test('of a function that itself calls nothing', async () => {
    await expectCallers(
      `function price(net = base()) { return net }
      const tax = (rate = base()) => rate
      function base() { return level() }
      function level() { return 1 }
      function shop() { return [price(), tax(), price(1)] }
      log(shop())`,
      `<module> -> shop
      shop -> price x2
      price -> base
      shop -> tax
      tax -> base
      base -> level x2`,
    )
  })

  test('in methods, constructors, async functions and generators', async () => {
    await expectCallers(
      `class Cart {
        constructor(name = pick()) { this.name = name }
        add(item = pick()) { return item }
        static open(name = pick()) { return new Cart(name) }
        set size(n = pick()) { note() }
      }
      class Basket extends Cart { constructor(a = pick(), b = super(a)) { note() } }
      async function order(item = pick()) { await null; note() }
      function* list(item = pick()) { yield item }
      function pick() { return 'tea' }
      function note() {}
      function shop() {
        new Cart().add()
        Cart.open().size = undefined
        new Basket()
        const items = list()
        return order().then(() => log(...items))
      }
      shop()`,
      `<module> -> shop
      shop -> Cart.constructor
      Cart.constructor -> pick
      shop -> Cart.add
      Cart.add -> pick
      shop -> Cart.open
      Cart.open -> pick
      Cart.open -> Cart.constructor
      shop -> Cart.set size
      Cart.set size -> pick
      Cart.set size -> note
      shop -> Basket.constructor
      Basket.constructor -> pick
      Basket.constructor -> Cart.constructor
      Basket.constructor -> note
      shop -> order
      order -> pick
      order -> note
      list -> pick
      <external> -> shop.then() callback
      shop.then() callback -> list`,
    )
  })

  test('that is a function is called by whoever calls it', async () => {
    await expectCallers(
      `function order(item, rate = () => base(), wrap = function (n) { return base() + n }) { return apply(rate) + wrap(item) }
      function apply(f) { return f() }
      function base() { return 1 }
      log(order(1))`,
      `<module> -> order
      order -> apply
      apply -> order.rate
      order -> order.wrap
      order.rate -> base
      order.wrap -> base`,
    )
  })

  test('that throws leaves the caller running, and the function uncalled', async () => {
    await expectCallers(
      `function order(item = required('item')) { ship(item) }
      function required(name) { throw new TypeError(name + ' is missing') }
      function ship() {}
      function warn(error) { log(error.message) }
      function shop() { try { order() } catch (error) { warn(error) } order('tea') }
      shop()
      Promise.resolve().then(order).catch(warn).then(shop)`,
      `<module> -> shop
      order -> required x3
      shop -> warn x2
      shop -> order x2
      order -> ship x2
      <external> -> warn
      <external> -> shop`,
    )
  })
})

describe('destructuring', () => {
  test('of a parameter evaluates defaults and keys for the function', async () => {
    await expectCallers(
      `function pay({ amount = standard(), [key()]: rest, currency: { code = euro() } = {} } = none(), [first = standard()] = []) { return show(amount, code) }
      function standard() { return 10 }
      function euro() { return 'EUR' }
      function key() { return 'k' }
      function none() { return {} }
      function show(amount, code) { return amount + code }
      function shop() { return [pay(), pay({ amount: 1, currency: { code: 'USD' } }, [0])] }
      log(shop())`,
      `<module> -> shop
      shop -> pay x2
      pay -> none
      pay -> key x2
      pay -> standard x2
      pay -> euro
      pay -> show x2`,
    )
  })

  test('in a body evaluates defaults, keys, getters and targets for the function', async () => {
    await expectCallers(
      `const item = { get net() { return read() }, parts: [1] }
      const target = { set gross(n) { read() } }
      function read() { return 5 }
      function key() { return 'name' }
      function pick() { return 'tea' }
      function show() {
        const { net, [key()]: name = pick(), parts: [one, two = pick()] } = item
        ;({ net: target.gross, [key()]: target[key()] = pick() } = item)
        for (const { net = pick() } of [{}, item]) log(net)
        try { throw item } catch ({ net, none = pick() }) { log(net) }
        return [name, two]
      }
      log(show())`,
      `<module> -> show
      show -> item.get net x4
      show -> key x3
      show -> pick x5
      show -> target.set gross
      item.get net -> read x4
      target.set gross -> read`,
    )
  })

  test('of a parameter that throws leaves the caller running', async () => {
    await expectCallers(
      `function order({ item = required() }) { ship(item) }
      function pay({ card: { number } }) { ship(number) }
      function take([first]) { ship(first) }
      function required() { throw new TypeError('item is missing') }
      function ship() {}
      function warn(error) { log(error.message) }
      const bad = [() => order(), () => order({}), () => pay({}), () => take(null), () => take(5)]
      function shop() { for (const act of bad) try { act() } catch (error) { warn(error) } }
      shop()
      const none = Promise.resolve({})
      Promise.all([none.then(order).catch(warn), none.then(pay).catch(warn), none.then(take).catch(warn)]).then(() => ship())`,
      `<module> -> shop
      shop -> bad[0]
      shop -> bad[1]
      shop -> bad[2]
      shop -> bad[3]
      shop -> bad[4]
      order -> required x2
      shop -> warn x5
      <external> -> warn x3
      <external> -> then() callback
      then() callback -> ship`,
    )
  })
})
