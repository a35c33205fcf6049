// Counts in loops: heads, bodies, else parts that nobody wrote, breaks.
let n = 0
for (;;) { n++; if (n < 3) continue; if (n > 5) break }
for (let i = 0; i < 3; i++);
for (const i of [1, 2, 3]) { if (i === 2) continue; n += i }
for (const key in [1, 2]) n += key.length
for (const c of 'ab') for (const d of 'cd') { n += (c + d).length }
while (n > 20) { n -= 3; if (n % 2) continue; n-- }
do { n++ } while (n < 18)
print(n)
function find(list, wanted) { for (const one of list) if (one === wanted) return one; return null }
print(find([1, 2], 2), find([], 1))
for (let i = 0, f = (x) => x; i < f(2); i++) print(i)
var fns = []; for (var v = 0; v < 2; v++) { let w = v; fns.push(() => w) } print(fns.map((f) => f()))
for (const f of [() => 1, function () { return 2 }]) print(f())
let count = 0; for (const [k, v] of new Map([[1, 2], [3, 4]])) { count += k * v } print(count)
outer: while (true) { while (true) break outer }
for (const x of (function* () { try { yield 1; yield 2 } finally { print('closed') } })()) break
const it = { [Symbol.iterator]() { let i = 0; return { next: () => ({ done: i > 1, value: i++ }), return() { print('returned'); return {} } } } }
for (const x of it) if (x) break
for (const x of it) try { throw 1 } catch { }
print([...it].length, Math.max(...it))
