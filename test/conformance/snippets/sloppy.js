// Sloppy scripts: `with`, arguments that alias, functions in blocks and twice, HTML comments, implicit globals.
var shop = { name: 'corner', items: 2, get total() { return this.items } }
with (shop) { name = 'changed'; print(name, total, items > 1 ? 'many' : 'few', items && name) }
with (shop) print(items)
with ({ a: 1 }) with (shop) { var declared = a + items; (function () { name = 'deep' })() }
print(declared, shop.name)
with ({ set price(value) { throw new Error('no price') } }) { try { var price = 1; print('never') } catch (error) { print(error.message) } }
function alias(a, b) { arguments[0] = 'changed'; b = 'set'; return [a, arguments[1], arguments.length] }
print(alias(1, 2), alias(1))
function aliasInner(a) { return (() => { arguments[0] = 'arrow'; return a })() }
print(aliasInner(1))
print(typeof inBlock, typeof twice())
{ function inBlock() { return 'in block' } }
print(inBlock())
function twice() { return 'first' }
function twice() { return 2 }
print(twice())
if (true) { function conditional() { return 'then' } } else { function conditional() { return 'else' } }
print(conditional())
function hoists() { var before = typeof inner; { function inner() { return 1 } inner = 2 } return [before, typeof inner] }
print(hoists())
function shadows(f) { function f() { return 'inner' } return typeof f }
print(shadows(1))
function shadowsArguments() { function arguments() {} return typeof arguments }
print(shadowsArguments())
function sees() { return [typeof a, typeof b]; var a = 1; function b() {} }
print(sees())
function both() { var c = 1; function c() {} return typeof c } print(both())
function dup(a, a) { return a } print(dup(1, 2))
<!-- an HTML comment
implicit = 'global'; print(implicit, typeof delete_, delete this.implicit)
var delete_; var let = 1, yield = 2, async = 3, of = 4, get = 5, static = 6, await = 7
print(let + yield + async + of + get + static + await, 010, '\08')
--> another
label: function labelled() {} 
switch (1) { case 1: function inCase() { return 'case' } } print(inCase())
try { throw 1 } catch (e) { var e = 2; print(e) } print(typeof e)
for (var i = 0 in {}) ; print(i)
function evals() { eval('var made = 1'); return typeof made } print(evals())
function evalsFunction() { eval('function made() { return 3 }'); return made() } print(evalsFunction())
print(this === globalThis, (function () { return this === globalThis })(), typeof globalThis.shop, typeof globalThis.alias)
x = function () { return arguments.callee === x }; print(x(), x.name)
print(function () { return typeof caller }.caller === null)
function proto() { return { __proto__: { inherited: 1 }, '__proto__'() {} }.inherited } print(proto())
'the completion value'
