// Computed keys run once, in order, in the scope around; names come from what they yield.
const log = []
const key = (value) => (log.push(value), value)
const symbol = Symbol('sym')
class A {
  [key('m')]() { return 1 }
  static [key('s')]() { return 2 }
  get [key('g')]() { return 3 }
  [key('f')] = key('f value');
  static [key('sf')] = key('sf value');
  [symbol] = () => {}
  static [symbol] = () => {};
  async *[key('ag')]() {}
  [(() => 'arrow')()] = 1;
  [key('x') && key('y')] = 2;
  [key(0) ? 'a' : 'b'] = 3
}
print(log.splice(0))
const a = new A()
print(log.splice(0), a.m(), A.s(), a.g, a.f, A.sf, a[symbol].name, A[symbol].name, Object.keys(a), a.ag.name)
const o = { [key('one')]: () => {}, [key('two')]() {}, get [key('three')]() { return 1 }, async [key('four')]() {}, *[key('five')]() {}, [symbol]: function () {}, ...key({ six: 6 }), '__proto__': null }
print(log.splice(0).length, Object.keys(o), o.one.name, o.two.name, o[symbol].name, Object.getPrototypeOf(o))
class B extends (key('base'), A) { static [key('own')] = super.s() }
print(B.own, log.splice(0))
class C extends (log.length ? A : Array) { [`${key('tpl')}`] = () => 1 }
print(new C() instanceof Array, new C().tpl.name)
class D { static [function fn() { return 1 }] = 1 }
print(Object.getOwnPropertyNames(D).length)
