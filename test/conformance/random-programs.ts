/** Makes programs and asks the oracles; of one that fails, the smallest that still does. */
import fc from 'fast-check'
import { loadedDice } from './dice.ts'
import { problemsOf } from './program-oracles.ts'
import { randomProgram } from './random-program.ts'

/** For a run, with what it takes to make a program small. */
const limit = 5 * 60_000

/** Throws what is wrong with the smallest program that was found to fail. */
export async function checkPrograms({ seed, runs }: { seed: number; runs: number }): Promise<void> {
  console.log(`random programs: seed ${seed}, ${runs} runs`)
  const throws = fc.array(fc.nat({ max: 55439 }), { minLength: 20, maxLength: 500, size: 'max' })
  let smallest: { program: string; problems: string[] } | null = null
  const property = fc.asyncProperty(throws, async (list) => {
    const program = randomProgram(loadedDice(list))
    const problems = await problemsOf(program)
    if (problems.length > 0 && program.length < (smallest?.program.length ?? Infinity)) smallest = { program, problems }
    return problems.length === 0
  })
  await fc.check(property, { seed, numRuns: runs, interruptAfterTimeLimit: limit })
  if (smallest) throw new Error(failure(smallest))
}

function failure({ program, problems }: { program: string; problems: string[] }): string {
  return `${program}\n${problems.slice(0, 20).join('\n')}`
}
