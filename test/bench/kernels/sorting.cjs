/** Comparators: small functions that only native code calls. */
const sales = Array.from({ length: 24_000 }, (_, index) => ({
  shop: `shop ${(index * 7919) % 23}`,
  day: (index * 104_729) % 365,
  total: (index * 1_299_709) % 10_007,
}))

function byShop(one, other) {
  if (one.shop !== other.shop) return one.shop < other.shop ? -1 : 1
  if (one.day !== other.day) return one.day - other.day
  return other.total - one.total
}

module.exports = () => {
  const byTotal = [...sales].sort((one, other) => one.total - other.total || one.day - other.day)
  const grouped = [...sales].sort(byShop)
  return byTotal[100].total + grouped[5000].day
}
