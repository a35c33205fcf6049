// Lines that end without a semicolon, before lines that begin with what could go on.
const log = []
let a = 1
let b = 2
;(() => log.push('paren'))()
;[1, 2].forEach((n) => log.push(n))
;`x`.length
+1
let c = a
++b
print(a, b, c)
var d = function () { return 'd' }
print(d())
const f = () => {
  return
  1
}
print(f())
function g() { return a
  + b }
print(g())
do log.push('do'); while (false) log.push('same line')
if (a) log.push('then')
else log.push('else')
for (let i = 0; i < 1; i++) log.push(i)
{ log.push('block') }
var e
e = a
;(e)
var h = a
/1/g.length
print(h)
let i = 1; { i }
x: a
b
throwing: try { throw 1 }
catch { log.push('c') }
finally { log.push('f') }
function j() { var k = 1; return k } print(j())
class K { a = 1; b
  c = 2
  static d
  ;['e'] = 3
  f() {} g() {}
}
print(new K())
print(log)
const l = 1
const m = (l)
const n = l ? [l] : (m)
print(n)
const o = async () => {
  await 1
  await (2)
  const p = await 3
  await [4]
  return p
}
o().then((value) => print(value))
const q = function* () { yield
  1
  yield (2)
  yield [3]
  yield
  ;(yield)
}
print([...q()])
var r = a, s
= b
print(r, s)
debugger
;({}).x
a = b
;[a, b] = [b, a]
let t
print(a, b, t)
