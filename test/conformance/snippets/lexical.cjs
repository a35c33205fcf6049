// `let` and `const`: TDZ, closures of loops, shadowing, declarations without a value.
const log = []
const closures = []
for (let i = 0; i < 3; i++) closures.push(() => i)
for (const x of ['a', 'b']) closures.push(() => x)
for (let k in { p: 1, q: 2 }) closures.push(() => k)
for (let i = 0, step = () => i++; i < 2; step(), i++) { closures.push(() => i); if (i) break }
print(closures.map((f) => f()))
{ let hidden = 'in'; { let hidden = 'deeper'; log.push(hidden) } log.push(hidden) }
let a, b = 1, c, d = () => {}, e = class {}, f = function () {}, g = function named() {}, h = async () => {}, i2 = (() => {}), j = (0, () => {})
print(a, b, c, d.name, e.name, f.name, g.name, h.name, i2.name, j.name)
var k, l = 2, m = () => 'm', n; const o = { p: () => {}, q() {}, r: function () {}, s: class {}, 't-u': () => {}, 5: () => {} }
print(k, l, m(), n, Object.values(o).map((v) => v.name))
function tdz() { try { return x } catch (error) { return error.name } let x = 1 }
print(tdz(), typeof undeclared, log)
try { typeof later } catch (error) { print(error.name) } let later
try { const fixed = 1; fixed = 2 } catch (error) { print(error.name, at(error)) }
const early = () => lateBound(); const lateBound = () => 'bound late'; print(early())
print(hoisted(), typeof hoistedVar); function hoisted() { return 'hoisted' } var hoistedVar = 1
const { u = () => {}, v: w = class {} } = {}, [y = function () {}] = []
print(u.name, w.name, y.name)
let z = log.length, aa = z + 1, bb = aa ? 'yes' : 'no', cc = aa && bb
print(z, aa, bb, cc)
for (let dd = 0, ee = 10; dd < ee; dd += 4, ee -= 1) log.push(dd)
for (var ff = 0, gg; ff < 1; ff++) gg = ff
for (let hh; !hh; hh = true) log.push(hh)
print(log, ff, gg)
let ii = 1; let jj = ii; { let ii = 2; jj += ii } print(ii, jj)
if (true) { const only = 1; print(only) }
const kk = (() => { const inner = 1; return () => inner })()()
print(kk)
var repeated = 1; var repeated; var repeated = 2; print(repeated)
exports.named = () => {}; exports['quoted'] = () => {}; module.exports.other = class {}; print(exports.named.name, exports.quoted.name, exports.other.name)
let assigned; assigned = () => {}; print(assigned.name); (assigned) = function () {}; print(assigned.name)
var undefined_ = void 0, let_ = let2(); function let2() { return 'let2' } print(let_)
