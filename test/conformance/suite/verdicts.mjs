/** How tests ended, as `--json` of Jest and the reporter `json` of Vitest have it. */

/** Each test that ended otherwise, or is missing. That there is no test at all is a difference, too. */
export function compareVerdicts(bare, other) {
  const [before, after] = [verdicts(bare), verdicts(other)]
  if (before.size === 0) return ['No test ran.']
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((test) =>
    before.get(test) === after.get(test)
      ? []
      : [`${test}: bare ${before.get(test) ?? 'missing'}, ${other.name} ${after.get(test) ?? 'missing'}`],
  )
}

/** `12 passed, 1 failed` */
export function tally({ outcome }) {
  const counts = {}
  for (const { assertionResults } of outcome.testResults)
    for (const { status } of assertionResults) counts[status] = (counts[status] ?? 0) + 1
  return Object.entries(counts)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ')
}

/** Also of test files, which may fail without a test. */
function verdicts({ outcome }) {
  const found = new Map()
  const namesakes = new Map()
  for (const file of outcome.testResults) {
    found.set(file.name, file.status)
    for (const { fullName, status } of file.assertionResults) {
      const test = `${file.name} > ${fullName}`
      const number = (namesakes.get(test) ?? 0) + 1
      namesakes.set(test, number)
      found.set(`${test} #${number}`, status)
    }
  }
  return found
}
