/** Makes random programs and asks the oracles. Of the programs that fail, it reports the smallest. */
import fc from 'fast-check'
import { loadedDice } from './dice.ts'
import { problemsOf } from './program-oracles.ts'
import { randomProgram } from './random-program.ts'

/** Milliseconds, far more than a slow machine needs for a program. What takes longer hangs. */
const limitPerProgram = 10_000

interface ProgramRun {
  seed: number
  runs: number
  /** What is wrong with a program. */
  findProblems?: (program: string) => Promise<string[]>
  /** Milliseconds for all programs, and for making one that fails small. */
  limit?: number
}

export function timeLimit(runs: number): number {
  return runs * limitPerProgram
}

/** Throws if a program has problems, and if not all programs were tried. */
export async function checkPrograms({
  seed,
  runs,
  findProblems = problemsOf,
  limit = timeLimit(runs),
}: ProgramRun): Promise<void> {
  console.log(`random programs: seed ${seed}, ${runs} runs`)
  const throws = fc.array(fc.nat({ max: 55439 }), { minLength: 20, maxLength: 500, size: 'max' })
  const failures: string[] = []
  const property = fc.asyncProperty(throws, async (list) => {
    const program = randomProgram(loadedDice(list))
    const problems = await findProblems(program).catch((error: unknown) => [describeError(error)])
    if (problems.length > 0) failures.push(`${program}\n${problems.slice(0, 20).join('\n')}`)
    return problems.length === 0
  })
  const outcome = await fc.check(property, { seed, numRuns: runs, interruptAfterTimeLimit: limit })
  if (failures.length > 0) throw new Error(shortest(failures))
  if (outcome.failed) throw new Error(fc.defaultReportMessage(outcome))
  if (outcome.numRuns < runs) throw new Error(`${outcome.numRuns} of ${runs} programs were tried in ${limit} ms.`)
}

function describeError(error: unknown): string {
  return (error instanceof Error && error.stack) || String(error)
}

function shortest(texts: string[]): string {
  return texts.reduce((best, text) => (text.length < best.length ? text : best))
}
