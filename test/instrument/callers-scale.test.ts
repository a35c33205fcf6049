import { describe, expect, test } from 'vitest'
import { runTraced } from './run.ts'
import { type Tally, count, tallyLines } from './tally.ts'

const size = 3000

/** Each function calls three others, so that each has callers all over the program. */
function calleesOf(index: number): number[] {
  return [(index * 7 + 1) % size, (index * 31 + 5) % size, (size - index) % size]
}

function program(): string {
  const functions = Array.from({ length: size }, (_, index) => {
    const calls = calleesOf(index).map((callee) => `f${callee}(n - 1)`)
    return `function f${index}(n) { if (n > 0) { ${calls.join('; ')} } }`
  })
  const list = functions.map((_, index) => `f${index}`)
  return `${functions.join('\n')}\nfunction run(all) { for (const f of all) f(3) }\nrun([${list.join()}])`
}

function truth(): string[] {
  const pairs: Tally = { '<external> -> <module>': 1, '<module> -> run': 1 }
  const call = (caller: string, callee: number, depth: number): void => {
    count(pairs, `${caller} -> f${callee}`)
    if (depth > 0) for (const next of calleesOf(callee)) call(`f${callee}`, next, depth - 1)
  }
  for (let index = 0; index < size; index++) call('run', index, 3)
  return tallyLines(pairs)
}

describe('a program of 3,000 functions, each called by several', () => {
  for (const adopt of [false, true]) {
    test(`has exactly its pairs, by ${adopt ? 'the recorder that the file brings' : 'ours'}`, async () => {
      const { pairs } = await runTraced(program(), { adopt })
      expect(pairs).toEqual(truth())
    })
  }
})
