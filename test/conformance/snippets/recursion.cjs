// Recursion, mutual recursion, re-entrance through natives and throwing through many frames.
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2))
const even = (n) => (n === 0 ? true : odd(n - 1)), odd = (n) => (n === 0 ? false : even(n - 1))
print(fib(10), even(9), odd(9))
function walk(tree, visit) { visit(tree.name); (tree.children || []).forEach((child) => walk(child, visit)) }
const seen = []; walk({ name: 'a', children: [{ name: 'b', children: [{ name: 'c' }] }, { name: 'd' }] }, (name) => seen.push(name)); print(seen)
function down(n) { if (n === 0) throw new Error('bottom'); try { down(n - 1) } finally { seen.push(n) } }
try { down(3) } catch (error) { print(error.message, seen) }
function sum(list) { return list.length ? list[0] + sum(list.slice(1)) : 0 } print(sum([1, 2, 3]))
const sorter = [3, 1, 2].sort((a, b) => { if (a === b) return 0; return fib(a) - fib(b) || a - b }); print(sorter)
