/** What functions are called in every report. */
import { describe, expect, test } from 'vitest'
import { findSites } from '../../src/source/number-source.ts'

function names(text: string, path = 'shop.ts'): string[] {
  const found = findSites(text, { path })
  if (!('sites' in found)) throw new Error(found.message)
  return found.sites.functions.map(({ name }) => name)
}

/** The names of all functions but the file's own, in the order of the text. */
const cases: Record<string, [text: string, names: string[]]> = {
  'a declaration': ['function add() {}', ['add']],
  'declarations of every kind': ['async function a() {} function* b() {} async function* c() {}', ['a', 'b', 'c']],
  'what a variable holds': ['const add = () => 1, sub = function () {}, mul = async () => 2', ['add', 'sub', 'mul']],
  'its own name before the variable': ['const add = function sum() {}', ['sum']],
  'in parentheses and assertions': ['const add = ((() => 1) as F)!, sub = (() => 2) satisfies F', ['add', 'sub']],
  'nested ones': [
    'function outer() { function inner() { const deep = () => 1 } }',
    ['outer', 'outer.inner', 'outer.inner.deep'],
  ],
  methods: ['class Cart { total() {} async pay() {} *items() {} }', ['Cart.total', 'Cart.pay', 'Cart.items']],
  'a constructor': ['class Cart { constructor() {} }', ['Cart.constructor']],
  'getters and setters': [
    'class Cart { get total() { return 1 } set total(v) {} }',
    ['Cart.get total', 'Cart.set total'],
  ],
  'private ones': [
    'class Cart { #check() {} static #make() {} get #size() { return 1 } }',
    ['Cart.#check', 'Cart.#make', 'Cart.get #size'],
  ],
  'static ones': ['class Cart { static of() {} total() {} }', ['Cart.of', 'Cart.total']],
  'a static and an instance member of one name': [
    'class Cart { total() {} static total() {} other() {} }',
    ['Cart#total', 'Cart.total', 'Cart.other'],
  ],
  'a static and an instance getter of one name': [
    'class Cart { get size() { return 1 } static get size() { return 2 } size2() {} }',
    ['Cart#get size', 'Cart.get size', 'Cart.size2'],
  ],
  'keys that are no names': [
    "class Cart { 'a-b'() {} 42() {} [Symbol.iterator]() {} [key + 1]() {} }",
    ['Cart.a-b', 'Cart.42', 'Cart.[Symbol.iterator]', 'Cart.[key + 1]'],
  ],
  'a static block': ['class Cart { static { ready() } static { more() } }', ['Cart.<static>', 'Cart.<static>']],
  'fields that hold functions': [
    'class Cart { add = () => 1; static make = function () {}; #f = async () => 2 }',
    ['Cart.add', 'Cart.make', 'Cart.#f'],
  ],
  'fields that call': [
    'class Cart { items = load(); static all = new Map(); #id = next() }',
    ['Cart.<init items>', 'Cart.<static all>', 'Cart.<init #id>'],
  ],
  'fields that call with a callback': [
    'class Cart { items = load(() => 1) }',
    ['Cart.<init items>', 'Cart.<init items>.load() callback'],
  ],
  'fields that call nothing': ['class Cart { a = 1; b = c ? d : e; f = this }', []],
  'a class in a variable': ['const Cart = class { total() {} }', ['Cart.total']],
  'a class with a name of its own': ['const Cart = class Basket { total() {} }', ['Basket.total']],
  'a class nobody names': ['use(class { total() {} })', ['use() callback.total']],
  'a class within a function': [
    'function shop() { class Cart { total() { const f = () => 1 } } }',
    ['shop', 'shop.Cart.total', 'shop.Cart.total.f'],
  ],
  'a class within a method': ['class A { m() { return class B { n() {} } } }', ['A.m', 'A.m.B.n']],
  'methods of an object': [
    'const cart = { add() {}, total: () => 1, sub: function () {}, get size() { return 1 } }',
    ['cart.add', 'cart.total', 'cart.sub', 'cart.get size'],
  ],
  'objects in objects': [
    'const shop = { cart: { add() {}, deep: { er: () => 1 } } }',
    ['shop.cart.add', 'shop.cart.deep.er'],
  ],
  'methods of an object that is handed over': ['register({ onClick() {}, onKey: () => 1 })', ['onClick', 'onKey']],
  'a returned object': [
    'function shop() { return { open() {}, close: () => 1 } }',
    ['shop', 'shop.open', 'shop.close'],
  ],
  'a default export': ['export default function () {}', ['default']],
  'a default export with a name': ['export default function shop() {}', ['shop']],
  'a default arrow function': ['export default () => 1', ['default']],
  'a default class': ['export default class { total() {} }', ['default.total']],
  'an exported variable': ['export const add = () => 1', ['add']],
  'an assignment': [
    'add = () => 1; shop.add = function () {}; exports.f = () => 2; module.exports = () => 3',
    ['add', 'shop.add', 'exports.f', 'module.exports'],
  ],
  'an assignment to this': ['function Cart() { this.add = () => 1 }', ['Cart', 'Cart.add']],
  'an assignment to a prototype': ['Cart.prototype.add = function () {}', ['Cart.prototype.add']],
  'an assignment to a private member': ['class A { #f; m() { this.#f = () => 1 } }', ['A.m', 'A.m.#f']],
  'an assignment to a computed member': [
    'traps[key] = () => 1; this[method] = () => 2; list[0] = () => 3; f().x = () => 4',
    ['traps[key]', '[method]', 'list[0]', 'f().x'],
  ],
  'a conditional assignment': ['add ??= () => 1', ['add']],
  'a default value': ['function f(g = () => 1, { h = () => 2 } = {}) {}', ['f', 'f.g', 'f.h']],
  'a default in a pattern': ['const { g = () => 1, a: [h = function () {}] } = x', ['g', 'h']],
  'a callback': ['items.map((item) => item)', ['items.map() callback']],
  'a callback of a chain': ['load().filter(() => 1).map(() => 2)', ['filter() callback', 'map() callback']],
  'a callback of an optional chain': ['items?.map?.(() => 1)', ['items.map() callback']],
  'a callback of a function': ['use(() => {})', ['use() callback']],
  'a callback of a constructor': ['new Promise((resolve) => resolve())', ['new Promise() callback']],
  'a callback of this and of super': [
    'class A { m() { this.on(() => 1); super.on(() => 2) } }',
    ['A.m', 'A.m.this.on() callback', 'A.m.super.on() callback'],
  ],
  'a callback with a name': ['items.map(function double(item) { return item })', ['double']],
  'callbacks in callbacks': ['a(() => b(() => 1))', ['a() callback', 'a() callback.b() callback']],
  'one of several': [
    'const f = a || (() => 2); g = b ? () => 3 : (c && function () {}); on(a ?? (() => 4))',
    ['f', 'g', 'g', 'on() callback'],
  ],
  'a callback with a literal before it': [
    "app.get('/tasks', auth, () => 1); on(button, 'click', () => 2); get(/^a/, () => 3); new Job('x', () => 4); f(`a${b}`, () => 5)",
    [
      "app.get('/tasks') callback",
      "on('click') callback",
      'get(/^a/) callback',
      "new Job('x') callback",
      'f(`a${b}`) callback',
    ],
  ],
  'a callback with a long literal before it, and one to escape': [
    'on("this says more than anybody wants to read", () => 1); on("it\'s\\n", () => 2)',
    ["on('this says more than anybody wants to re…') callback", "on('it\\'s\\n') callback"],
  ],
  'what a variable holds, through calls': [
    'const Total = memo(() => 1), List = memo(forwardRef(() => 2)), Row = observer(class { draw() {} })',
    ['Total', 'List', 'Row.draw'],
  ],
  'what a key or a member holds, through calls': [
    'const api = router({ hello: t.query(() => 1) }); exports.add = wrap(() => 2); use({ hello: t.query(() => 3) })',
    ['api.hello', 'exports.add', 'hello'],
  ],
  'several functions behind one variable': [
    'const total = createSelector((s) => s.a, (a) => a)',
    ['total.createSelector() callback', 'total.createSelector() callback'],
  ],
  'a result that is no function': [
    'const sum = rows.reduce((a, b) => a + b); const p = new Promise(() => {}); const x = await retry(() => 1)',
    ['rows.reduce() callback', 'new Promise() callback', 'retry() callback'],
  ],
  'hooks in a component': [
    'function Cart() { const total = useMemo(() => rows.map(() => 1), []); useEffect(() => {}) }',
    ['Cart', 'Cart.total', 'Cart.total.rows.map() callback', 'Cart.useEffect() callback'],
  ],
  'methods of an object behind a literal': [
    "const useCart = defineStore('cart', { actions: { visit() {} } }); Object.defineProperty(a, 'b', { get() {} })",
    ["defineStore('cart').actions.visit", "Object.defineProperty('b').get"],
  ],
  'methods of an object behind a variable': [
    'const a = createSlice({ reducers: { on() {} } }), b = createSlice({ reducers: { on() {} } }), c = new Client({ on() {} })',
    ['a.reducers.on', 'b.reducers.on', 'c.on'],
  ],
  'what a call gives is called': [
    "Effect.fn('load')(function* () {}); curry('x')(() => 1); connect(a)(() => 2); const f = Effect.fn('y')(() => 3)",
    ["Effect.fn('load') callback", "curry('x') callback", 'connect() callback', 'f'],
  ],
  'a callee without a name': [
    'list[0](() => 1); (a || b)(() => 2); (function () {})(() => 3)',
    ['list[0]() callback', '(a || b)() callback', '<iife>', '<iife>() callback'],
  ],
  'an element of an array': ['on([() => 1]); const list = [a, () => 2]; [() => 3]', ['on()[0]', 'list[1]', '[0]']],
  'in a tagged template': ['css`${() => 1}`; const Box = styled.div`${() => 2}`', ['css`` callback', 'Box']],
  'in a decorator': [
    'class A { @Prop(() => F) f; @On(() => 1) m(@Inject(() => B) b, @Inject(() => C) { c }) {} } @Use(() => 1) class D {}',
    [
      'A.f.Prop() callback',
      'A.m.On() callback',
      'A.m',
      'A.m.b.Inject() callback',
      'A.m.Inject() callback',
      'D.Use() callback',
    ],
  ],
  'called at once': ['(() => 1)(); (function () {})(); !function () {}()', ['<iife>', '<iife>', '<iife>']],
  'a returned function': [
    'function outer() { return () => 1 }; const curry = (a) => (b) => a',
    ['outer', 'outer.<returned>', 'curry', 'curry.<returned>'],
  ],
  'an attribute of JSX': ['const a = <button onClick={() => 1} />', ['onClick']],
  'an attribute of JSX in a component': [
    'function Cart() { return <p>{lines.map(() => <button onClick={() => 1} onKey={wrap(() => 2)} />)}</p> }',
    ['Cart', 'Cart.lines.map() callback', 'Cart.onClick', 'Cart.onKey'],
  ],
  'a child of JSX': ['const a = <List>{() => 1}</List>, b = <>{() => 2}</>', ['<List> child', '<> child']],
  'a namespace': [
    'namespace Shop { export function open() {} export namespace Cart { export const add = () => 1 } }',
    ['Shop.open', 'Shop.Cart.add'],
  ],
  'a namespace with dots': ['namespace Shop.Cart { export function add() {} }', ['Shop.Cart.add']],
  'a keyword as a name': [
    'const o = { if() {}, default: () => 1 }; class A { static static() {} get get() { return 1 } }',
    ['o.if', 'o.default', 'A.static', 'A.get get'],
  ],
  __proto__: ['const o = { __proto__: () => 1 }', ['o.__proto__']],
}

describe('functions are called', () => {
  test.each(Object.entries(cases))('%s', (title, [text, expected]) => {
    expect(names(text, title.includes('JSX') ? 'shop.tsx' : 'shop.ts').slice(1)).toEqual(expected)
  })
})

test("a file's top level is <module>", () => {
  expect(names('add()')).toEqual(['<module>'])
})

test('a function is where its name is, or its first character', () => {
  const text = 'function add() {}\nconst sub = async () => 1\nclass Cart { static total() {} }'
  const found = findSites(text, { path: 'shop.ts' })
  if (!('sites' in found)) throw new Error(found.message)
  const heads = found.sites.functions.map(({ name, head }) => [
    name,
    head.start.line,
    head.start.column,
    head.end.column,
  ])
  expect(heads).toEqual([
    ['<module>', 1, 0, 1],
    ['add', 1, 9, 12],
    ['sub', 2, 12, 13],
    ['Cart.total', 3, 13, 14],
  ])
})
