/** Generators that draw from one another, and one that delegates to itself. */
function* numbers(limit) {
  for (let n = 0; n < limit; n++) yield n
}

function* only(source, test) {
  for (const one of source) if (test(one)) yield one
}

function* changed(source, change) {
  for (const one of source) yield change(one)
}

function* inOrder(tree) {
  if (!tree) return
  yield* inOrder(tree.left)
  yield tree.value
  yield* inOrder(tree.right)
}

function grow(low, high) {
  if (low > high) return null
  const value = (low + high) >> 1
  return { value, left: grow(low, value - 1), right: grow(value + 1, high) }
}

const tree = grow(1, 4000)

module.exports = () => {
  let sum = 0
  for (const square of changed(
    only(numbers(180_000), (n) => n % 3 !== 0),
    (n) => n * n,
  ))
    sum += square
  for (const value of inOrder(tree)) sum += value
  return sum
}
