// Default values: once each, in order, with names, closures and destructuring.
const order = []
const note = (value) => (order.push(value), value)
function price(amount = note(1), { tax = note(2), ...rest } = {}, [first = note(3), second = first + 1] = [], ...more) {
  return [amount, tax, rest, first, second, more]
}
print(price(), order.splice(0))
print(price(5, { tax: 0, zone: 'x' }, [7], 8, 9), order.splice(0))
print(price(undefined, undefined, [undefined, 4]), order.splice(0))
print(price.length, ((a, b = 1, c) => 0).length, (function (...a) {}).length)
const named = (callback = () => {}, Class = class {}, generator = function* () {}, keep = function own() {}) => [callback.name, Class.name, generator.name, keep.name]
print(named())
const { handler = () => {}, Model = class { static name2 = 1 }, [`comp${'uted'}`]: computed = function () {}, deep: { nested = (() => {}) } = {} } = {}
print(handler.name, Model.name, computed.name, nested.name)
let target
;({ target = () => {} } = {})
print(target.name)
;[target = class {}] = []
print(target.name)
const holder = {}
;({ a: holder.x = () => {}, b: holder['y'] = note('y') } = {})
print(holder.x.name === '' || holder.x.name, holder.y)
for (const { left = note('left') } of [{}, { left: 0 }]) print(left)
try { ((a = b, b) => a)() } catch (error) { print(error.name, error.message) }
try { (function (a = a) {})() } catch (error) { print(error.name) }
var x = 'outer'
print((function (f = () => x) { var x = 'inner'; return [f(), x] })())
print((function (a, b = () => arguments.length, c = this) { return [b(), c === this, arguments.length] }).call({}, 1))
print(((a = (() => { throw new Error('default threw') })()) => a)(1))
try { ((a = (() => { throw new Error('default threw') })()) => a)() } catch (error) { print(error.message, at(error)) }
class Cart { constructor(items = note(['none'])) { this.items = items } add(item = note('tea'), n = this.items.length) { return [item, n] } set size(v = note(9)) { this.s = v } }
print(new Cart().add(), (new Cart().size = undefined))
function unused(a = note('never')) { return a }
print(unused(0), order)
function holds(x = class { #m() { return 1 } m() { return this.#m() } }) { return new x().m() }
print(holds())
function scoped(a = 1, read = () => a, write = (v) => (a = v)) { var a; a = 5; write(7); return [a, read()] }
print(scoped())
