const log = []
const f = (value) => (log.push(value), value)
const size = (n) => n > 10 ? 'large' : n > 5 ? 'medium' : n > 1 ? (n === 2 ? 'pair' : 'small') : 'one'
print([20, 7, 3, 2, 1].map(size))
print((f(1) ? f(0) : f(2)) ? f(3) : f(4), log.splice(0))
const named = f(1) ? () => {} : function () {}
print(named.name, named.length)
const o = { m() { return this && this.id }, id: 7 }
print((f(1) ? o.m : null) === o.m, (true ? o : null).m(), (f(0) ? null : o)['m'](), log.splice(0))
f(1) ? f('statement') : f('not')
const arrow = (x) => x ? { yes: 1 } : [0]
print(arrow(1), arrow(0))
let t = f(1) ? (f(2), f(3)) : f(4), u = f(0) ? 1 : (2)
print(t, u)
function pick(a) { return a ? a.b ? a.b.c : 'no c' : 'no b' }
print(pick(), pick({}), pick({ b: { c: 1 } }))
print(f(1) ? f(2) ? 'a' : 'b' : f(3) ? 'c' : 'd')
const gen = function* () { yield* f(1) ? [1, 2] : []; return f(0) ? 1 : yield 3 }
print([...gen()])
if (f(1) ? f(0) : f(1)) print('then'); else print('else')
for (let i = f(1) ? 0 : 5; i < (f(1) ? 2 : 3); i += f(1) ? 1 : 2) print(i)
