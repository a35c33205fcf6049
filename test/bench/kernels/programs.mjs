/** What is run: the kernels beside this file, and one that is made for each number of callers. */
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const directory = fileURLToPath(new URL('.', import.meta.url))

/** Of 100 functions, this many call the same one, in turn. */
const callerCounts = [1, 2, 8, 100]

/** Each exports a function that returns a number, or the promise of one, and takes some 10 ms where nothing is counted. */
export function readPrograms() {
  const kernels = readdirSync(directory).filter((file) => file.endsWith('.cjs'))
  return [
    ...kernels.map((file) => ({
      name: file.slice(0, -'.cjs'.length),
      text: readFileSync(join(directory, file), 'utf8'),
      callers: null,
    })),
    ...callerCounts.map((callers) => ({ name: callersName(callers), text: withCallers(callers), callers })),
  ]
}

function callersName(callers) {
  return callers === 1 ? '1 caller' : `${callers} callers`
}

/** Always 100 functions in turn, so that the bare program does the same however many of them share a callee. */
function withCallers(callers) {
  const callees = Math.ceil(100 / callers)
  const indexes = Array.from({ length: 100 }, (_, index) => index)
  return `
${indexes
  .slice(0, callees)
  .map((index) => `function callee${index}(n) {\n  return n + ${index}\n}`)
  .join('\n')}
${indexes.map((index) => `function caller${index}(n) {\n  return callee${index % callees}(n) + 1\n}`).join('\n')}
const callers = [${indexes.map((index) => `caller${index}`).join(', ')}]

module.exports = () => {
  let sum = 0
  for (let round = 0; round < 15_000; round++) {
    for (let index = 0; index < callers.length; index++) sum += callers[index](round) % 7
  }
  return sum
}
`
}
