// && || ?? with parentheses, nesting, assignments; what short circuits and what it yields.
const f = (value) => (log.push(value), value)
const log = []
print(f(1) && f(2) && f(0) && f(4), log.splice(0))
print((f(0) || f('')) || (f(null) ?? f('x')), log.splice(0))
print(f(1) && (f(0) || f(2)) && f(3), log.splice(0))
print((f(0), f(5)) || f(6), log.splice(0))
print(((f(1)) && ((f(2)))), log.splice(0))
print(!(f(0) && f(1)) || f(2), log.splice(0))
let a = null, b = 1
a ??= f('set'); b &&= f('and'); a ||= f('never')
print(a, b, log.splice(0))
const o = { get x() { log.push('get'); return 0 }, set x(v) { log.push('set' + v) } }
o.x ||= 5; o.x &&= 6; o.x ??= 7
print(log.splice(0))
let named = null, other = 1
named ??= () => {}
other &&= class {}
print(named.name, other.name)
const data = { list: [1, 2] }
const cb = (n) => n * 2
print(data?.map?.(cb) || [], data?.list?.map(cb) || [], data.none?.map(cb) || [])
const handlers = f(1) && { run: () => 'ran', stop() { return 'stopped' } }
print(handlers.run(), handlers.stop(), handlers.run.name)
const either = f(0) || (() => 'arrow')
print(either(), either.name)
if (f(1) && f(2) || f(3)) print('yes', log.splice(0))
while (f(0) || log.length < 3) f('more')
print(log.splice(0))
print((f(1) && f(2)) ? f('then') : f('else'), log.splice(0))
print((f(0) && f(2)) + (f(1) || f(3)), log.splice(0))
print(typeof (f(1) && undefinedName), `${f('') || 'empty'}`)
var undefinedName
print(f(null) ?? (f(1) && f(2)), [f(1) || 2, ...(f(0) || [3])], log.splice(0))
const self = { m() { return this === self }, n: null }
print((self.n || self).m(), (self && self.m)?.call(self), (self.m || 0)() === false)
