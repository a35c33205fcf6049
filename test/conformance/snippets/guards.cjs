// Function declarations that meet others of their name: what a block around a body must not change.
function parameter(x) { function x() { return 'function' } return typeof x }
function twice() { function f() { return 1 } function f() { return 2 } return f() }
function twiceStrict() { 'use strict'; function f() { return 1 } function f() { return 2 } return f() }
function withGenerator() { function f() {} function* f() { yield 1 } return typeof f().next }
class Twice { m() { function f() { return 'first' } function f() { return 'second' } return f() } static { function g() { return 1 } this.g = g() } }
function variable() { var f = 1; function f() {} return typeof f }
function inBlock() { { function h() { return 'block' } } var h; return h() }
function tooEarly() { return typeof late; if (true) { function late() {} } }
function inLoop() { for (var q of [1]) { function inner() { return q } } return inner() }
function hidden(read = () => typeof local) { function local() {} return read() }
function closes() { let z = 'let'; function reads() { return z } const more = () => reads(); return more() }
function closesTwice() { 'use strict'; let z = 'twice'; function reads() { return 'no' } const w = reads(); function reads() { return z } return [w, reads()] }
function inFinally() { try { return typeof late } finally { function late() { return 'finally' } late() } }
function own() { var arguments = 5; return arguments }
function evals() { function made() { return 'declared' } eval('var made2 = made()'); return made2 }
function evalsOver() { function over() { return 'first' } eval('var over = "eval"'); return over }
function conditional(x) { if (x) { function pick() { return 'then' } } else { function pick() { return 'else' } } return pick() }
function labelled() { out: { function deep() { return 'deep' } break out } return deep() }
function cases(x) { switch (x) { case 1: function chosen() { return 'chosen' } } return typeof chosen }
function reassigned() { f = 'now a string'; function f() {} return f }
function caught() { try { throw 1 } catch (e) { var e = 2; function e2() { return e } } return [e, e2()] }
async function asyncInner() { async function f() { return 1 } async function* g() { yield await f() } for await (const x of g()) return x }
print([parameter(1), twice(), twiceStrict(), withGenerator(), new Twice().m(), Twice.g, variable(), inBlock(), tooEarly(), inLoop(), hidden()])
print([closes(), closesTwice(), inFinally(), own(), evals(), evalsOver(), conditional(1), conditional(0), labelled(), cases(1), cases(2), reassigned(), caught()])
asyncInner().then((x) => print(x))
