/** Little but calls: each function is entered far more often than any statement is passed otherwise. */
function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)
}

function partitions(total, largest) {
  if (total === 0) return 1
  if (total < 0 || largest === 0) return 0
  return partitions(total - largest, largest) + partitions(total, largest - 1)
}

module.exports = () => fibonacci(27) + partitions(60, 12)
