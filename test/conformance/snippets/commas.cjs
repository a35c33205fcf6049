// Comma expressions, many declarators, void and delete, in heads and bodies.
const log = []
const f = (v) => (log.push(v), v)
var a = f(1), b = (f(2), f(3)), c, d = [f(4), f(5)]
f('x'), f('y'), a && f('z')
for (var i = (f(0), 0), j = 2; i < j; i++, j--) f([i, j])
const g = () => (f('a'), f('b')), h = (x) => (x ? f('t') : f('e'), x || f('o'))
print(g(), h(0), h(1), void f('v'), typeof (f(1), 'x'), delete [f(2)][0])
if (f(0), f(1)) f('then')
while (f('w'), false) ;
const k = [, f(1), , ...[f(2), f(3)]].length
const o = { a: f(1), ['b']: (f(2), 3), ...(f(0) ? { c: 1 } : { d: 2 }) }
print(k, o)
function r() { return f('r1'), f('r2') } print(r())
throwing: try { throw f('t1'), f('t2') } catch (e) { print(e) }
switch (f(1), f(2)) { case (f(9), f(2)): print('case') }
(0, f)('indirect'); (f)('paren')
new (class { constructor(x) { f(x) } })(f('n'))
print(log)
