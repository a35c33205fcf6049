// Statements without braces, each body of its own kind.
function total(prices, rates) {
  let sum = 0
  for (const price of prices) sum += price
  for (const key in rates) sum += rates[key]
  for (let i = 0; i < 2; i++) for (let j = 0; j < 2; j++) sum++
  let left = 3
  while (left > 0) left--
  do left++; while (left < 4)
  if (sum > 100) return 'many'
  else if (sum > 10) sum -= 10
  else sum = 0
  if (left) ; else sum++
  for (;;) break
  for (const one of []) ;
  while (false) ;
  if (sum) if (left) sum++; else sum--
  if (sum) { } else left = 0
  if (!sum) throw new Error('nothing')
  do { sum++; continue } while (sum < 0)
  do if (sum) sum++; while (sum < 0)
  return sum
}
print(total([1, 2, 3], { a: 4 }), total([200], {}), total([10], {}))
let n = 0
if (n) n = 1; else n = 2
for (n of [5, 6]) print(n)
for (n in { x: 1 }) print(n)
while (n) n = null
do print('once'); while (n)
if (n === null) function late() { return 'late' }
print(typeof late)
