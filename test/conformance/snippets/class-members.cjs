// Fields, private members, static blocks, accessors, computed keys: order, names and `this`.
const log = []
const note = (value) => (log.push(value), value)
class Product {
  name = note('tea')
  price = 3
  #stock = note(this.name + '!')
  arrow = () => this.name
  method = function () { return this.price };
  [note('computed')] = note('computed value');
  [`anon${1}`] = () => 1
  'quoted key' = class {}
  42 = () => 42
  static count = note('static')
  static #secret = note('private static')
  static { note('block'); this.ready = Product.count + this.#secret }
  static make = () => new this()
  static create() { return new Product() }
  uninitialised
  static later
  get stock() { return this.#stock }
  set stock(value) { this.#stock = value }
  #hidden(n = note(1)) { return n + 1 }
  static #staticHidden() { return 'sh' }
  get #view() { return 'view' }
  set #view(value) { note(value) }
  reveal() { this.#view = 'set'; return [this.#hidden(), this.#hidden(5), Product.#staticHidden(), this.#view, #stock in this, #hidden in {}] }
  *items() { yield* [1, 2] }
  async later() { return await 1 }
  async *stream() { yield 1 }
  [Symbol.iterator] = function* () { yield 9 }
  static async = 1
  static static = 2
  get = 1
  set = 2
  static get get() { return 'got' }
  constructor(x = note('param')) { note('constructor'); this.x = x }
}
print(log.splice(0))
const product = new Product()
print(log.splice(0))
print(product.arrow(), product.method(), product.computed, product.anon1(), product.anon1.name, product['quoted key'].name, product[42].name, product.arrow.name, product.method.name)
print(Product.ready, Product.make().x, Product.make.name, Product.create().price, product.reveal(), [...product.items()], [...product], Product.get, product.get, product.set, Product.async, Product.static)
product.stock = 8
print(product.stock, Object.keys(product), Product.name, Product.length, log.splice(0))
class Special extends Product {
  constructor(...args) { note('before'); super(...args); note('after') }
  extra = super.reveal
  own = note(this.name)
  reveal() { return super.reveal().length }
  static create() { return super.create().x }
  get stock() { return 'special ' + super.stock }
}
log.length = 0
const special = new Special('p')
print(log.splice(0), special.reveal(), special.stock, Special.create(), special.extra === Product.prototype.reveal)
class Default extends Special {}
print(new Default('d').x, Default.name)
const Anonymous = class { static n = this.name; static { log.push(this.name) } }
print(Anonymous.n, log.splice(0))
print((class {}).name, (class { static name = 'own' }).name, new (class { v = new.target })().v)
const holder = { Inner: class { m() { return new.target } }, [`k${1}`]: class {} }
print(holder.Inner.name, holder.k1.name, new holder.Inner().m())
try { class Bad { static x = note(1); static { throw new Error('in block') } static y = note(2) } } catch (error) { print(error.message, at(error).split(',')[0], log.splice(0)) }
try { new (class { a = note('a'); b = missing(); c = note('c') })() } catch (error) { print(error.name, at(error), log.splice(0)) }
try { new (class extends Product { constructor() { } })() } catch (error) { print(error.name) }
class Args { v = typeof arguments2; static w = (() => typeof this)() }
print(new Args().v, Args.w)
class Inferred { #f = () => 1; name2() { return this.#f.name } static #g = class {}; static g() { return this.#g.name } }
print(new Inferred().name2(), Inferred.g())
class Asi { a
  b
  'c'
  static
  d
  e = 1
  ;*f() {}
  get
  g() { return 'g' }
}
print(Object.keys(new Asi()), Object.getOwnPropertyNames(Asi.prototype))
