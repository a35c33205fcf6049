/** Statements, and next to no calls: what a counter alone costs. */
function longestChain(limit) {
  let longest = 0
  for (let start = 1; start < limit; start++) {
    let steps = 0
    let n = start
    while (n !== 1) {
      if (n % 2 === 0) {
        n = n / 2
      } else {
        n = 3 * n + 1
      }
      steps++
    }
    if (steps > longest) longest = steps
  }
  return longest
}

function countPrimes(limit) {
  const composite = new Uint8Array(limit)
  let count = 0
  for (let n = 2; n < limit; n++) {
    if (composite[n]) continue
    count++
    for (let multiple = n * n; multiple < limit; multiple += n) composite[multiple] = 1
  }
  return count
}

function multiply(one, other, size) {
  const product = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += one[row * size + k] * other[k * size + column]
      product[row * size + column] = sum
    }
  }
  return product
}

const matrix = Float64Array.from({ length: 100 * 100 }, (_, index) => index % 17)

module.exports = () => longestChain(20_000) + countPrimes(500_000) + multiply(matrix, matrix, 100)[4321]
