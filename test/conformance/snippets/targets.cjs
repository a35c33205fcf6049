// new.target, super in object methods, `this` before super, callable classes and constructors that return.
function Made() { return [new.target === Made, this instanceof Made] }
print(new Made(), Made(), Reflect.construct(Made, [], Array).length)
const arrow = function () { return (() => new.target)() }
print(arrow(), typeof new arrow())
const base = { greet(name = 'nobody') { return `hello ${name} from ${this.id}` }, get id() { return 'base' } }
const child = { __proto__: base, id2: 1, greet(name) { return super.greet(name) + '!' }, get id() { return super.id + ' child' }, async late() { return super.greet('late') }, *gen() { yield super.greet('gen') }, arrow() { return (() => super.greet('arrow'))() } }
print(child.greet('x'), child.greet(), [...child.gen()], child.arrow())
child.late().then((value) => print(value))
class A { constructor() { this.kind = new.target.name; return { ...this, returned: true } } }
class B extends A { constructor(flag) { if (flag) { super(); this.extra = 1 } else { const up = () => super(); up(); this.other = 2 } } }
print(new A(), new B(true), new B(false))
class C extends Array { constructor(...items) { super(...items); this.label = this.length } static get [Symbol.species]() { return Array } last() { return this[this.length - 1] } }
print(new C(1, 2, 3).label, new C(1, 2, 3).last(), new C(1, 2).map((x) => x) instanceof C)
class D extends null { static m() { return super.x } }
try { D.m() } catch (error) { print(error.name) } try { new D() } catch (error) { print(error.name) }
class E extends Error { constructor(message) { super(message); this.name = 'E' } }
try { throw new E('own') } catch (error) { print(String(error), error instanceof E, at(error)) }
try { class F extends A { constructor() { this.x = 1; super() } } new F() } catch (error) { print(error.name) }
try { A() } catch (error) { print(error.name) }
const bound = base.greet.bind({ id: 'bound' }); print(bound('b'), bound.name)
print((class { static m() { return new.target } }).m(), (() => { try { return eval('new.target') } catch (error) { return error.name } })())
