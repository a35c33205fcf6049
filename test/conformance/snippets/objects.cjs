// Functions in objects: shorthand, arrows, within && and calls, spread over lines; callbacks; IIFEs.
const shop = {
  name: 'corner',
  open() { return this.name },
  close: function () { return this.name },
  ask: () => typeof this,
  async fetch() { return 1 },
  get label() { return `${this.name}!` },
  'quoted-name'() { return 1 },
  12: () => 12,
  [Symbol.toPrimitive]: () => 7,
  nested: { deep: { fn: () => 'deep', m() { return this.fn() } } },
  list: [() => 1, function two() { return 2 }, class { static v = 3 }],
  ...(true && { extra: () => 'extra' }),
}
print(shop.open(), shop.close(), shop.ask(), shop.label, shop['quoted-name'](), shop[12](), +shop, shop.nested.deep.m(), shop.list[0]() + shop.list[1]() + shop.list[2].v, shop.extra())
print(Object.entries(shop).map(([key, value]) => (typeof value === 'function' ? `${key}:${value.name}` : key)))
;(function () { print('iife') })()
;(() => print('arrow iife'))()
!function () { print('bang') }()
+(function named() { return 1 })()
void (async () => { print('async iife') })()
new (function () { print('new', typeof this) })()
const value = (function (x) { return x * 2 })(21), curried = ((a) => (b) => (c) => [a, b, c])(1)(2)(3)
print(value, curried)
const make = (kind) => ({ kind, is: (other) => other === kind })
print(make('a').is('a'), (() => ({}))(), (() => [])(), (() => (1, 2))(), (() => { })(), ((a) => a)((b) => b)(3))
const fns = { a: (() => {}), b: ((function () {})), c: ((class {})), d: (() => () => {})() }
print(Object.values(fns).map((f) => f.name))
function outer() { function inner() { return 'inner' } const also = () => inner(); return also() }
print(outer(), outer.name, outer.length)
var self = function fact(n) { return n > 1 ? n * fact(n - 1) : 1 }; print(self(5), self.name)
