import { describe, test } from 'vitest'
import { expectCallers } from './run.ts'

describe('a class', () => {
  test('has methods, accessors and static members, private ones too', async () => {
    await expectCallers(
      `class Cart {
        #items = []
        static made = 0
        static #count() { note(); return ++Cart.made }
        static open() { Cart.#count(); return new Cart() }
        get total() { return this.#sum }
        set total(n) { this.#check(n) }
        get #sum() { return read(this.#items) }
        set #last(item) { note() }
        #check(n) { note() }
        add(item) { this.#last = item; this.total = 1; return this }
      }
      function read(items) { return items.length }
      function note() {}
      const cart = Cart.open()
      log(cart.add('tea').total)`,
      `<module> -> Cart.open
      Cart.open -> Cart.#count
      Cart.#count -> note
      <module> -> Cart.add
      Cart.add -> Cart.set #last
      Cart.set #last -> note
      Cart.add -> Cart.set total
      Cart.set total -> Cart.#check
      Cart.#check -> note
      <module> -> Cart.get total
      Cart.get total -> Cart.get #sum
      Cart.get #sum -> read`,
    )
  })

  test('calls its base class through super', async () => {
    await expectCallers(
      `class Shelf {
        constructor(name) { this.name = this.title(name) }
        title(name) { return upper(name) }
        get size() { return count() }
        static kinds() { return [count()] }
      }
      class TopShelf extends Shelf {
        constructor(name) { before(); super(after(name)); after() }
        title(name) { return super.title(name) + '!' }
        get size() { return super.size + 1 }
        static kinds() { return super.kinds() }
      }
      function upper(name) { return name.toUpperCase() }
      function count() { return 2 }
      function before() {}
      function after(name) { return name }
      const shelf = new TopShelf('tea')
      log(shelf.name, shelf.size, TopShelf.kinds())`,
      `<module> -> TopShelf.constructor
      TopShelf.constructor -> before
      TopShelf.constructor -> after x2
      TopShelf.constructor -> Shelf.constructor
      Shelf.constructor -> TopShelf.title
      TopShelf.title -> Shelf.title
      Shelf.title -> upper
      <module> -> TopShelf.get size
      TopShelf.get size -> Shelf.get size
      Shelf.get size -> count
      <module> -> TopShelf.kinds
      TopShelf.kinds -> Shelf.kinds
      Shelf.kinds -> count`,
    )
  })

  test('has fields, initialised right after super()', async () => {
    await expectCallers(
      `class Shop { constructor() { open() } title() { return 'Shop' } }
      class TeaShop extends Shop {
        tea = brew()
        name = this.title()
        plain = 5
        onSale = () => list()
        #secret = brew()
        constructor() { super(); open() }
      }
      class Kiosk extends Shop { news = brew() }
      function list() { return [] } function brew() { return list() } function open() {}
      new TeaShop().onSale()
      function build() { return new Kiosk() }
      build()`,
      `<module> -> TeaShop.constructor
      TeaShop.constructor -> Shop.constructor
      Shop.constructor -> open x2
      TeaShop.constructor -> TeaShop.<init tea>
      TeaShop.<init tea> -> brew
      TeaShop.constructor -> TeaShop.<init name>
      TeaShop.<init name> -> Shop.title
      TeaShop.constructor -> TeaShop.<init #secret>
      TeaShop.<init #secret> -> brew
      TeaShop.constructor -> open
      <module> -> TeaShop.onSale
      TeaShop.onSale -> list
      <module> -> build
      build -> Shop.constructor
      build -> Kiosk.<init news>
      Kiosk.<init news> -> brew
      brew -> list x3`,
    )
  })

  test('that is no derived one has fields initialised before its constructor runs, by who makes an instance', async () => {
    await expectCallers(
      `class Shop { stock = list(); constructor() { open() } }
      class TeaShop extends Shop { constructor() { super() } }
      function list() { return [] }
      function open() {}
      function build() { return new Shop() }
      build(); new TeaShop()`,
      `<module> -> build
      build -> Shop.<init stock>
      build -> Shop.constructor
      <module> -> TeaShop.constructor
      TeaShop.constructor -> Shop.<init stock>
      TeaShop.constructor -> Shop.constructor
      Shop.<init stock> -> list x2
      Shop.constructor -> open x2`,
    )
  })

  test('has static fields and blocks, run where the class is defined', async () => {
    await expectCallers(
      `function define() {
        return class Rates {
          static base = load(1)
          static { load(2); Rates.ready() }
          static { try { fail() } catch { load(3) } }
          static [key()] = load(4)
          static ready() { load(5) }
        }
      }
      function load(n) { note(n) }
      function key() { return 'dynamic' }
      function fail() { throw new Error('no') }
      function note() {}
      define(); define()`,
      `<module> -> define x2
      define -> key x2
      define -> define.Rates.<static base> x2
      define -> define.Rates.<static> x4
      define -> define.Rates.<static [key()]> x2
      define.Rates.<static base> -> load x2
      define.Rates.<static> -> load x4
      define.Rates.<static> -> define.Rates.ready x2
      define.Rates.<static> -> fail x2
      define.Rates.<static [key()]> -> load x2
      define.Rates.ready -> load x2
      load -> note x10`,
    )
  })

  test('computes its keys and its base where it stands', async () => {
    await expectCallers(
      `function mixin(base) { return class extends base { [name()]() { return word() } } }
      function name() { return 'greet' }
      function word() { return 'Hi' }
      class Base {}
      class Shop extends mixin(Base) { [(() => name())()] = word }
      log(new Shop().greet())`,
      `<module> -> mixin
      mixin -> name
      <module> -> <iife>
      <iife> -> name
      <module> -> word`,
    )
  })

  test('is called by whatever makes an instance of it', async () => {
    await expectCallers(
      `class Items extends Array { constructor(...args) { super(...args); made() } }
      class Fake { constructor() { made(); return fake() } }
      function Old(name) { if (!new.target) return new Old(name); this.name = word(name) }
      function made() {}
      function fake() { return {} }
      function word(name) { return name }
      const items = new Items(3)
      function cut() { return items.slice(1) }
      cut(); new Fake(); Old('tea'); Reflect.construct(Old, ['milk'])`,
      `<module> -> Items.constructor
      <module> -> cut
      cut -> Items.constructor
      Items.constructor -> made x2
      <module> -> Fake.constructor
      Fake.constructor -> made
      Fake.constructor -> fake
      <module> -> Old x2
      Old -> Old
      Old -> word x2`,
    )
  })

  test('whose constructor throws, before super() and after, leaves its caller running', async () => {
    await expectCallers(
      `class Base { constructor(bad) { if (bad) fail() } }
      class Early extends Base { constructor() { fail(); super() } }
      class Never extends Base { constructor() { note() } }
      class Late extends Base { constructor() { super(true) } }
      class Field extends Base { broken = fail() }
      function fail() { throw new Error('no') }
      function note() {}
      function attempt(Kind) { try { new Kind() } catch { note() } }
      for (const Kind of [Early, Never, Late, Field]) attempt(Kind)`,
      `<module> -> attempt x4
      attempt -> Early.constructor
      Early.constructor -> fail
      attempt -> Never.constructor
      Never.constructor -> note
      attempt -> Late.constructor
      Late.constructor -> Base.constructor
      Base.constructor -> fail
      attempt -> Base.constructor
      attempt -> Field.<init broken>
      Field.<init broken> -> fail
      attempt -> note x4`,
    )
  })
})

describe('an object', () => {
  test('has methods and accessors, and reaches its prototype through super', async () => {
    await expectCallers(
      `const base = { title() { return word() }, get size() { return word() } }
      const shop = { __proto__: base, title() { return super.title() + super.size }, set size(n) { word() }, ['open' + 1]() { return word() } }
      function word() { return 'w' }
      shop.size = 3
      log(shop.title(), shop.open1())`,
      `<module> -> shop.set size
      shop.set size -> word
      <module> -> shop.title
      shop.title -> base.title
      shop.title -> base.get size
      base.title -> word
      base.get size -> word
      <module> -> shop.['open' + 1]
      shop.['open' + 1] -> word`,
    )
  })

  test('has accessors that were defined later', async () => {
    await expectCallers(
      `const shop = {}
      Object.defineProperty(shop, 'open', { get: function readOpen() { return clock() > 8 }, set: function writeOpen(v) { clock() } })
      function clock() { return 9 }
      function visit() { if (shop.open) shop.open = false }
      visit()`,
      `<module> -> visit
      visit -> readOpen
      visit -> writeOpen
      readOpen -> clock
      writeOpen -> clock`,
    )
  })
})
