/** Short arrays through `map`, `filter`, `reduce` and the like, with callbacks of one expression. */
const carts = Array.from({ length: 500 }, (_, index) => ({
  items: Array.from({ length: 6 }, (_none, item) => ({ net: (index * 31 + item * 17) % 97, count: (item % 3) + 1 })),
}))

function gross(cart) {
  return cart.items
    .filter((item) => item.net > 10)
    .map((item) => ({ total: item.net * item.count, bulk: item.count > 2 }))
    .reduce((sum, { total, bulk }) => sum + (bulk ? total * 0.9 : total), 0)
}

module.exports = () => {
  let sum = 0
  for (let round = 0; round < 160; round++) {
    sum += carts.map((cart) => gross(cart)).reduce((one, other) => one + other)
    if (carts.some((cart) => cart.items.every((item) => item.net > 90))) sum++
    carts.forEach((cart) => {
      if (cart.items.find((item) => item.count === 9)) sum++
    })
  }
  return sum
}
