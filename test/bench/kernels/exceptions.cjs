/** Errors that are thrown through frames, caught, thrown again, and cleaned up behind. */
class OutOfStock extends Error {}

let open = 0

function take(shelf, count) {
  if (shelf.left < count) throw shelf.failure
  shelf.left -= count
  return count
}

function order(shelf, counts) {
  open++
  try {
    let sum = 0
    for (const count of counts) sum += take(shelf, count)
    return sum
  } finally {
    open--
  }
}

function orderOrNothing(shelf, counts) {
  try {
    return order(shelf, counts)
  } catch (error) {
    if (error instanceof OutOfStock) return 0
    throw error
  }
}

module.exports = () => {
  const failure = new OutOfStock('none left')
  let sum = 0
  for (let round = 0; round < 40_000; round++) {
    const shelf = { left: 10 + (round % 5), failure: round % 7 === 0 ? new TypeError('no shelf') : failure }
    try {
      sum += orderOrNothing(shelf, [3, 4, 2, round % 6])
    } catch (error) {
      sum += error.message.length
    }
  }
  return sum + open
}
