/** Functions made while the program runs, that call one another and share variables. */
function counter(step) {
  let count = 0
  return { add: () => (count += step), reset: () => (count = 0), get: () => count }
}

function compose(...steps) {
  return (value) => steps.reduce((result, step) => step(result), value)
}

function memoized(compute) {
  const known = new Map()
  return (key) => {
    if (known.has(key)) return known.get(key)
    const value = compute(key)
    known.set(key, value)
    return value
  }
}

const plus = (one) => (other) => one + other
const times = (one) => (other) => (one * other) % 10_007

module.exports = () => {
  const square = memoized((n) => n * n)
  const change = compose(plus(3), times(7), plus(-1), square)
  const sums = [counter(1), counter(2), counter(3)]
  let result = 0
  for (let round = 0; round < 300_000; round++) {
    const sum = sums[round % 3]
    if (sum.add() > 5000) sum.reset()
    result += change(round % 100) + plus(round)(sum.get())
  }
  return result
}
