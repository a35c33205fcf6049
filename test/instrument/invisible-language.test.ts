import { describe, expect, test } from 'vitest'
import { expectInvisible } from './invisible.ts'

/** Each is one expression, or a script that ends with one. */
const programs: Record<string, Record<string, string>> = {
  'names of functions and classes': {
    declarators: `var a = () => {}, b = function () {}, c = class {}, d = async () => {}, e = function* () {}; let { f = () => {}, g: [h = class {}] = [] } = {}; [a, b, c, d, e, f, h].map((x) => x.name).join()`,
    'later declarators': `var z = Math.random(), a = () => {}, y = z, b = class { static x = 1 }, c = (function () {}), d = ((() => {})); [a, b, c, d].map((x) => x.name).join()`,
    'default values': `function f(a = () => {}, b = function () {}, c = class {}, { d = () => {}, e: g = class {} } = {}, [h = function () {}] = []) { return [a, b, c, d, g, h].map((x) => x.name).join() } f()`,
    'default values in arrows': `((a = () => 1, { b = () => 2 } = {}) => [a.name, b.name])().join()`,
    assignments: `var a, b, c = null, d = 1, o = {}; a = () => {}; b ??= function () {}; c ||= class {}; d &&= () => {}; o.x = () => {}; [o.y = () => {}] = []; ({ z: a = () => {} } = {}); [a, b, c, d, o.x, o.y].map((x) => x.name).join()`,
    properties: `var o = { a: () => {}, b() {}, get c() { return 1 }, 'd e': function () {}, 3: () => {}, [Symbol('s')]: () => {}, ['k' + 1]: class {}, async f() {}, *g() {}, __proto__: null }; [o.a, o.b, Object.getOwnPropertyDescriptor(o, 'c').get, o['d e'], o[3], o.k1, o.f, o.g, o[Object.getOwnPropertySymbols(o)[0]]].map((x) => x.name).join()`,
    fields: `class A { a = () => {}; static b = function () {}; #c = class {}; 'd e' = () => {}; 7 = () => {}; static s = class { static name2 = 1 }; get c() { return this.#c } } var x = new A(); [x.a, A.b, x.c, x['d e'], x[7], A.s].map((x) => x.name).join()`,
    'fields with computed names': `var k = Symbol('key'), n = 0; class A { [k] = () => {}; ['x' + n++] = function () {}; static ['y' + n++] = class {}; [Symbol.iterator] = function* () {}; [n++] = async () => {} } var x = new A(); [x[k].name, x.x0.name, A.y1.name, x[Symbol.iterator].name, x[2].name, n].join()`,
    'classes that name themselves': `var A = class { static name() { return 1 } }, B = class { static name = 'own' }, C = class { static [('na' + 'me')] = 2 }; function f(D = class { static name = 'd' }) { return D.name } [typeof A.name, B.name, C.name, f()].join()`,
    'classes that see their name': `var seen = []; var A = class { static { seen.push(this.name) } }; function f(B = class { static x = seen.push(this.name) }) {} f(); seen.join()`,
    'what stays without a name': `[(() => {}).name, (function () {}).name, (class {}).name, (0, () => {}).name, [() => {}][0].name, ((x) => x)(() => {}).name, (true ? () => {} : 0).name, (null ?? (() => {})).name].join()`,
    'conditional values': `var a = true ? () => {} : 1, b = 0 || function () {}, c = (1, class {}), d = 1 && (() => {}); [a, b, c, d].map((x) => x.name).join()`,
    'functions that are returned': `const f = () => () => {}, g = () => function () {}, h = () => class {}, i = () => (() => {}); function j() { return () => {} } [f(), g(), h(), i(), j()].map((x) => x.name).join()`,
    'functions that are yielded': `function* g() { yield () => {}; yield (function () {}); yield class {}; return () => {} } [...g()].map((x) => x.name).join() + '|' + (() => { const it = g(); it.next(); it.next(); it.next(); return it.next().value.name })()`,
    'exotic names': `var o = { if: () => {}, '__proto__2': () => {}, 'a-b': () => {}, "it's": () => {}, 'ünï': () => {}, '\\n': () => {} }; class A { 'a-b' = () => {}; static "it's" = () => {}; if = () => {}; '\\u{1F600}' = () => {} } var x = new A(); [...Object.values(o), x['a-b'], A["it's"], x.if, x['\\u{1F600}']].map((f) => f.name).join()`,
    'a field called __proto__': `class A { __proto__ = () => {}; static '__proto__' = function () {} } [Object.getOwnPropertyDescriptor(new A(), '__proto__').value.name, Object.getOwnPropertyDescriptor(A, '__proto__').value.name].join()`,
  },
  'lengths, sources, properties': {
    length: `function a(x, y, z) {} const b = (x, y = 1, z) => x, c = (...r) => r, d = ({ x }, [y] = []) => x; class E { constructor(x, y) {} set s(v) {} m(x = 1, y) {} } [a, b, c, d, E, E.prototype.m].map((f) => f.length).join()`,
    'own properties of functions': `function a() {} const b = () => 1; class C { static s = 1; static m() {} } async function d() {} function* e() {} [a, b, C, d, e].map((f) => Object.getOwnPropertyNames(f).join('.')).join()`,
    'own properties of instances': `class A { a = 1; b = f(); #p = () => 1; [Symbol.iterator] = () => 2 } function f() { return 2 } Reflect.ownKeys(new A()).map(String).join()`,
    'own properties of classes': `class A { static a = 1; static [Symbol.iterator] = () => 2; static { this.z = 1 } m() {} } Reflect.ownKeys(A).map(String).join() + Reflect.ownKeys(A.prototype).map(String).join()`,
    prototypes: `function A() {} const b = () => {}; ['prototype' in A, 'prototype' in b, Object.getPrototypeOf(function* () {}) === Object.getPrototypeOf(b), 'prototype' in { m() {} }.m].join()`,
    'frozen and sealed': `class A { x = 1; y = g(); constructor() { Object.freeze(this) } } function g() { return Object.isFrozen(this) } try { new A().x = 2 } catch (e) { e.message } + Object.isFrozen(new A())`,
  },
  'this, arguments, new.target, super': {
    this: `'use strict'; function f() { return this } const o = { f, g: () => typeof this, h() { return (() => this === o)() } }; [f(), o.f() === o, o.g(), o.h(), (0, o.f)(), o?.f() === o, (o.f)() === o, (true && o.f)()].join()`,
    'this in sloppy mode': `function f() { return this === globalThis } var o = { f }; [f(), o.f(), (o.f)(), (0, o.f)(), (o.x || o.f)(), f.call(1), f.call(null)].join()`,
    'arguments and its aliases': `function f(a, b) { arguments[0] = 'x'; b = 'y'; return [a, arguments[1], arguments.length, typeof arguments.callee].join() } f(1, 2, 3) + f(1)`,
    'arguments without aliases': `function f(a, b = 2) { arguments[0] = 'x'; b = 'y'; return [a, arguments[1], arguments.length].join() } function g(a) { 'use strict'; arguments[0] = 'x'; return a } f(1) + g(1)`,
    'arguments in default values': `function f(a = arguments.length, b = () => arguments[0], c = (() => arguments.length)()) { return [a, b(), c].join() } f() + f(undefined, undefined, 5)`,
    'this and super in default values': `class A { m() { return 'A' } } class B extends A { m(x = super.m(), y = this.n(), z = new.target) { return x + y + z } n() { return 'n' } static s(x = super.name) { return x } constructor(a = new.target.name, b = super()) { b.a = a } } new B().m() + B.s() + new B().a`,
    'arguments as a name': `var arguments = 5; function f() { var arguments; return typeof arguments } function g() { function arguments() {} return typeof arguments } function h(arguments) { return arguments } function i() { let arguments = 1; return arguments } [arguments, f(), g(), h(3), i()].join()`,
    'new.target': `function F() { return { target: new.target === undefined ? 'none' : new.target.name } } class G extends F { constructor() { return super() } } [new F().target, F().target, new G().target, Reflect.construct(F, [], G).target].join()`,
    'super in methods, objects, fields and static blocks': `class A { x() { return 'ax' } static y() { return 'ay' } get z() { return 'az' } } class B extends A { f = super.x(); g = () => super.z; static h = super.y(); static i; static { this.i = super.y() } x() { return super.x() + super['z'] } set z(v) { super.w = v } } const b = new B(); b.z = 9; [b.f, b.g(), B.h, B.i, b.x(), b.w].join()`,
    'super and the order of construction': `const log = []; class A { a = log.push('a'); constructor() { log.push('A'); this.init() } init() {} } class B extends A { b = log.push('b'); constructor() { log.push('before'); super(); log.push('after') } init() { log.push('init ' + this.b) } } new B(); log.join()`,
    'a constructor that returns an object, or tries': `class A { constructor(x) { if (x) return { x } } } class B extends A { constructor(x) { super(x); if (x === 2) return } } class C extends A { constructor() { super(); return 5 } } let r; try { new C() } catch (e) { r = e.constructor.name } [new A(1).x, new B(2).x, new B() instanceof B, r].join()`,
    'a constructor without super': `class A {} class B extends A { constructor(f) { if (f) super(); f?.() } } let r = []; for (const f of [null, () => {}]) try { r.push(new B(f) instanceof B) } catch (e) { r.push(e.name + e.message) } r.join()`,
    'super twice': `let n = 0; class A { constructor() { n++ } } class B extends A { constructor() { super(); try { super() } catch (e) { this.error = e.name } } } new B().error + n`,
    'private members': `class A { #x = 1; static #s = 2; #m() { return this.#x } get #g() { return this.#m() } static has(o) { return #x in o } all() { return [this.#g, A.#s, this.#x++, this.#x].join() } } new A().all() + A.has(new A()) + A.has({})`,
  },
  'hoisting and scopes': {
    'functions before they stand': `var early = typeof f + f(); function f() { return g(); function g() { return 1 } } early`,
    'functions in blocks': `typeof f + (() => { { function f() { return 1 } } return typeof f + f() })() + (() => { 'use strict'; { function f() {} } return typeof f })(); { function f() {} }`,
    'functions twice': `function a() { return f(); function f() { return 1 } function f() { return 2 } } function b() { 'use strict'; return f(); function f() { return 1 } function f() { return 2 } } function c() { function f() { return 1 } async function f() { return 2 } return typeof f() } [a(), b(), c()].join()`,
    'with an object that says it has every name': `const all = new Proxy({ x: 1 }, { has: () => true, get: (t, k) => t[k] }); with (all) { r = x; if (x) { x; x || x } } function f() { with (all) { x; for (;;) { if (x) break } return x } } with (all) g = function (a = x || 1) { try { return x ? [a, (() => x)()] : 2 } catch { return x } }; with ({ all }) with (all) x; [all.r, f(), all.g(), all.x].join()`,
    'functions and variables of one name': `function a(x) { var f = x; function f() {} return typeof f } function b() { function f() {} var f; return typeof f } function c() { function f() { return 1 } for (var f of [1]); return f } function d() { l: function f() { return 1 } var f; return typeof f } [a(1), b(), c(), d()].join()`,
    'functions and parameters of one name': `function a(f) { function f() { return 'in' } return typeof f + typeof arguments[0] } function b({ f }) { function f() {} return typeof f } function c(f, g = () => f) { function f() {} return typeof g() + typeof f } [a(1), b({ f: 1 }), c(1)].join()`,
    'functions in blocks and bodies': `function a() { function f() { return 1 } if (true) { function f() { return 2 } } return f() } function b() { function f() { return 1 } { { function f() { return 2 } } } return f() } function c() { function f() { return 1 } switch (1) { case 1: function f() { return 2 } } return f() } function d() { function f() { return 1 } if (1) function f() { return 2 } return f() } [a(), b(), c(), d()].join()`,
    'functions with conflicts and lexical declarations': `function a() { let n = 1; function f() { return n } var r = f(); { function f() { return 'b' } } const s = f(); class C { m() { return r } } return r + s + new C().m() } a()`,
    'functions, eval and lexical declarations': `function a(code) { const n = 1; function f() { return n } eval(code); return f() } [a(''), a('var f = () => 2'), a('function f() { return 3 }')].join()`,
    'evaluate is not eval': `function a() { const n = 1; function evaluate() { return n } return evaluate() } a()`,
    'var out of blocks': `function a() { if (true) { var x = 1 } for (var y = 0; y < 2; y++) { var z = y } try { throw 5 } catch (e) { var w = e } return [x, y, z, w].join() } a()`,
    'dead zones': `const r = []; for (const f of [() => { x; let x }, () => { typeof x; const x = 1 }, () => { f(); class f {} }, (a = b, b) => a, () => { { x; let x } }, () => { const { a = b, b } = {}; }, () => { switch (1) { case 0: let q; case 1: q } }, () => { class A extends A {} }, () => { class A { [A.x]() {} } }]) try { f(); r.push('none') } catch (e) { r.push(e.message) } r.join('|')`,
    'dead zones of the file': `var f = () => later; let r; try { f() } catch (e) { r = e.message } let later = 1; r + f()`,
    'closures in loops': `const fs = []; for (let i = 0; i < 3; i++) { fs.push(() => i); i += 0 } for (const k in { a: 1, b: 2 }) fs.push(() => k); for (let i = 0, g = () => i; i < 2; i++) fs.push(g); fs.map((f) => f()).join()`,
    'a body and its parameters are two scopes': `var x = 'outer'; function f(a = () => x, b = () => { x = 'changed' }) { var x; var before = x; b(); return [before, x, a()].join() } function g(x, a = () => x) { var x = 'inner'; return [x, a()].join() } f() + g('p')`,
    'eval in default values': `function f(a = eval('var z = 1'), b = z) { return typeof z + b } function g(a = (eval('var y = 2'), () => y)) { var y = 3; return a() + y } const h = (a = eval('var w = 4; w'), b = typeof w) => a + b; [f(), g(), h()].join()`,
    'labels and names': `var a = 1; a: for (var b = 0; b < 2; b++) { for (;;) { if (b) break a; continue a } } b`,
    switch: `function f(x) { switch (x) { case g(1): return 'one'; case g(2): let y = 'two'; return y; default: return 'd'; case g(3): y = 3 } } function g(n) { calls.push(n); return n } var calls = []; [f(1), f(2), f(9)].join() + calls`,
  },
  statements: {
    'without semicolons': `var a = 1\nvar b = a\n++b\nvar f = function () { return 2 }\n;[1].forEach(() => b++)\nlet c = b\n/1\nvar d = \`x\`\nf()\nif (a) b++\nelse b--\ndo b++\nwhile (b < 5) b++\nvar e = a\n? 1\n: 2\nreturned()\nfunction returned() { return\n5 }\n[b, c, e].join()`,
    'without braces': `var n = 0; if (n) n = 1; else if (!n) n = 2; else n = 3; for (;;) if (n++ > 4) break; else continue; while (n < 9) n++; do n++; while (n < 12); for (var k in { a: 1 }) n++; for (var v of [1, 2]) for (var w of [1]) n++; if (n) ; else n = 0; l: if (n) break l; with ({ n: 5 }) n++; n`,
    'if and else that hang': `function f(a, b) { if (a) if (b) return 1; else return 2; return 3 } [f(1, 1), f(1, 0), f(0, 0)].join()`,
    'finally and its ways out': `function f() { try { return 'try' } finally { calls.push('finally') } } function g() { for (var i = 0; ; i++) try { if (i > 1) return i; continue } finally { if (i === 1) break } return 'broken' } function h() { try { throw 1 } catch (e) { return e } finally { return 'over' } } function i() { l: try { return 1 } finally { break l } return 'after' } var calls = []; [f(), g(), h(), i(), calls].join()`,
    with: `var o = { x: 1, f() { return this === o } }, x = 'global'; with (o) { x = 2; var y = f(); (function () { x = 3 })() } [o.x, x, y].join()`,
    'with and what can be seen': `var seen = new Set(), o = new Proxy({}, { has(t, k) { seen.add(String(k).replace(/cov_\\w+|\\$\\$\\w*/g, '')); return false } }); with (o) { Math; (() => Math)() } [...seen].filter(Boolean).join()`,
    directives: `function f() { 'use strict'; return this } function g() { 'not used'; 'use strict'\n return this === undefined } const h = () => { "use strict"; return (function () { return this })() }; function i() { ('use strict'); return this === globalThis } [f(), g(), h(), i()].join()`,
    'legacy octals': `var a = 010, b = '\\07'; [a, b.charCodeAt(0), 08.5].join()`,
    'comments in odd places': `function/*a*/f/*b*/(/*c*/a/*d*/=/*e*/g()/*f*/)/*g*/{/*h*/return/*i*/a/*j*/}/*k*/function g() { return 1 } if/*l*/(f())/*m*/f();/*n*/else/*o*/g(); var h = /*p*/(/*q*/x/*r*/)/*s*/=>/*t*/x/*u*/; f() + h(1) // end`,
    'line breaks of all kinds': `var a = 1\r\nvar b = 2\u2028var c = 3\u2029function f() {\r\n  return a +\r\n    b }\rf() + c`,
    'regular expressions and divisions': `var a = 8, g = 2; var b = a / 2 / g; var r = /[/]\\/(x)/g; if (a) /x/.test('x'); b + r.source`,
    'optional chains': `var o = { f() { return this === o }, g: null, h: { i: () => [() => 5] } }; [o?.f(), o.g?.(), o.g?.x.y.z(), o.h?.i()[0]?.(), (o?.f)(), delete o?.g, o.z?.[calls()]].join(); function calls() { throw 1 }`,
    'order of evaluation': `var log = [], t = (x) => (log.push(x), x); var o = { [t('k1')]: t('v1'), [t('k2')]: t('v2') }; [o[t('k3')] = t('d')] = [undefined]; t('a') + t('b') * t('c'); t(0) || t('or'); t(null) ?? t('nullish'); t(1) ? t('yes') : t('no'); [t('x'), ...t(['y'])]; f(t('p'), ...t(['q'])); function f() {} o[t('m')] ||= t('n'); \`\${t('s')}\${t('u')}\`; log.join()`,
    'the comma, void, delete, in, instanceof': `var o = { a: 1 }, f = (1, function () {}); [void 0, delete o.a, 'a' in o, f instanceof Function, (1, 2), typeof void 'x'].join()`,
    'arrow bodies': `const a = () => ({ x: 1 }), b = () => [1], c = (x) => x ? y => y : null, d = () => (1, 2), e = () => \`t\`, f = async () => ({}), g = () => {}, h = () => function () {}, i = (x) => x in { a: 1 }, j = () => /x/; [a().x, b()[0], c(1)(2), d(), e(), typeof f(), g(), typeof h(), i('a'), j().source].join()`,
  },
  'generators and iterators': {
    'values in and out': `function* g(a) { const b = yield a; try { const c = yield b + 1; return c } catch (e) { yield 'caught ' + e } finally { yield 'finally' } } const i = g(1), j = g(5); JSON.stringify([i.next('ignored'), i.next(2), i.throw('t'), i.next(), i.next(), i.next(), j.next(), j.next(1), j.return('r'), j.next()])`,
    'yield in expressions': `function* g() { const o = { [yield 'k']: yield 'v', a: [yield 'e', ...yield 's'] }; (yield 'c') ? yield 'y' : yield 'n'; return \`\${yield 't'}\${JSON.stringify(o)}\` } const i = g(); let r = [i.next().value]; for (const x of ['key', 'value', 'elem', [1, 2], false, 'N', 'T']) { const { value } = i.next(x); r.push(value) } r.join()`,
    'yield*': `function* inner() { try { const x = yield 1; return 'got ' + x } finally { log.push('closed') } } const log = []; function* outer() { log.push(yield* inner()); yield* 'ab'; return yield* [] } const i = outer(); const all = [i.next(), i.next('in'), i.next(), i.next()]; const j = outer(); j.next(); all.push(j.return(5)); JSON.stringify([all, log])`,
    'yield* and the protocol of iterators': `const log = []; const it = (name) => new Proxy({}, { get(t, k) { log.push(name + '.' + String(k)); if (k === Symbol.iterator) return function () { log.push('this ' + (this === made)); return it('iterator') }; if (k === 'next') return function (...a) { log.push('next ' + a.length + this.constructor); n++; return n > 2 ? { done: true, value: 'end' } : { get done() { log.push('done'); return false }, get value() { log.push('value'); return n } } }; if (k === 'return') return undefined; if (k === 'throw') return null; if (k === 'constructor') return name } }); let n = 0; const made = it('iterable'); function* g() { return yield* made } const i = g(); i.next(7); i.next(8); log.push(i.next(9).value); const j = g(); n = 0; j.next(); j.return(); n = 0; const k = g(); k.next(); try { k.throw(new Error('x')) } catch (e) { log.push(e.constructor.name) } log.join()`,
    'what cannot be iterated': `const r = []; for (const x of [null, undefined, 5, {}, { [Symbol.iterator]: 5 }, { [Symbol.iterator]: () => 5 }, { [Symbol.iterator]: () => ({}) }]) { function* g() { yield* x } try { g().next(); r.push('none') } catch (e) { r.push(e.constructor.name) } } r.join()`,
    'a generator is an iterator of its own kind': `function* g() { yield 1 } const i = g(); [Object.prototype.toString.call(i), i[Symbol.iterator]() === i, Object.getPrototypeOf(i) === g.prototype, i instanceof g, g.constructor.name].join()`,
    'default values and destructuring': `const log = []; function* g(a = log.push('default'), { b } = {}) { log.push('body') } const i = g(); log.push('made'); i.next(); try { (function* ({ x }) {})(null) } catch (e) { log.push(e.message) } log.join()`,
    'destructuring closes': `const log = []; const it = { [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return: () => (log.push('closed'), {}) }) }; { const [a] = it } { let b; [b] = it } for (const [c] of [it]) {} (([d]) => {})(it); function f([e, g = log.push('default')]) {} f(it); try { const [h = (() => { throw 1 })()] = { [Symbol.iterator]: () => ({ next: () => ({}), return: () => (log.push('closed throwing'), {}) }) } } catch {} log.join()`,
  },
  messages: {
    'of destructuring': `const r = []; const fs = [({ a }) => a, function ({ a, b }) {}, ({ a: { b } }) => b, ([a]) => a, ({ a: [b] }) => b, ({ ['k']: a }) => a, ({ a = 1 }) => a, async ({ a }) => a, (x, { y }) => y, ({ ...rest }) => rest, ({}) => 1]; for (const f of fs) for (const v of [undefined, null, {}, { a: null }]) try { const p = f(v); p?.catch?.(() => {}) } catch (e) { r.push(e.name + ': ' + e.message) } r.join('\\n')`,
    'of calls': `const o = { a: { b: null }, s: 'text' }; const r = []; for (const f of [() => o.x(), () => o.a.b(), () => o.a.b.c, () => nothing, () => nothing(), () => o.s(), () => new o.s(), () => (void 0).x, () => o?.a.c.d, () => { const { x } = o.a.b }, () => { o.a.b.c = 1 }, () => [...o.a], () => { for (const x of o.a) {} }, () => { const [x] = o.a }, () => null.f(), () => o.a.f?.g.h(), () => o['s' + 1](), () => { let c = 1; c() }, () => { const c = 1; c = 2 }, () => (() => {}).x.y, () => { class A { #x; static f(o) { return o.#x } } A.f({}) }, () => { class A {} A() }, () => 1n + 1, () => Symbol() + '', () => BigInt(1.5), () => o instanceof 5, () => 'a' in 'b', () => { throw o.s }]) try { f() } catch (e) { r.push(e.message ?? e) } r.join('\\n')`,
  },
}

for (const [theme, scripts] of Object.entries(programs)) {
  describe(theme, () => {
    for (const [name, script] of Object.entries(scripts)) {
      test(name, () => expect(expectInvisible(script).at(-1)).toMatch(/^value '?./))
    }
  })
}

describe('what the engine refuses, it refuses with the same words', () => {
  test.each([
    'function add(a) { let a }',
    '({ async add({ a: [b] }) { const c = 1, { d: b } = {} } })',
    'class Till { add(...all) { class all {} } }',
    'function* each() { (x = yield) => {} }',
    'async function later(x = [await 1]) {}',
    'async (x = call(await 1)) => x',
    'do function add() {} while (0)',
    'with (Math) function add() {}',
    'for (const x of []) add: function add() {}',
    '"use strict"; if (1) function add() {}',
    'if (1); else add: function add() {}',
  ])('%s', (script) => {
    expect(expectInvisible(script).at(-1)).toMatch(/^threw SyntaxError/)
  })
})
