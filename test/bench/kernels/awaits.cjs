/** 200,000 awaits, so millions in each process: of functions that wait themselves, and of plain values. */
async function price(n) {
  const rate = await (n % 2 === 0 ? 1 : 2)
  return n * rate
}

async function total(count) {
  let sum = 0
  for (let n = 0; n < count; n++) {
    sum += await price(n)
  }
  return sum
}

module.exports = () => total(100_000)
