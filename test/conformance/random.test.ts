/** Random programs: whatever the mixture, they do what they do bare, and every oracle agrees. */
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { checkPrograms, timeLimit } from './random-programs.ts'

const runs = 60

/** The same programs every time; `npm run fuzz` makes others. */
test('random programs', { timeout: 2 * timeLimit(runs) }, () => checkPrograms({ seed: 1, runs }))

test('a program that has a problem fails, made small', async () => {
  const tried: string[] = []
  const checked = checkPrograms({
    seed: 1,
    runs: 5,
    findProblems: async (program) => {
      tried.push(program)
      return program.includes('main') ? ['it has a main function'] : []
    },
  })
  const error: unknown = await checked.catch((reason: unknown) => reason)
  const smallest = Math.min(...tried.map(({ length }) => length))
  expect(String(error)).toContain('it has a main function')
  expect(String(error)).toContain(tried.find(({ length }) => length === smallest))
})

test('an oracle that throws fails', async () => {
  const checked = checkPrograms({ seed: 1, runs: 1, findProblems: () => Promise.reject(new Error('no oracle')) })
  await expect(checked).rejects.toThrow('no oracle')
})

test('programs that were not tried in time fail', async () => {
  const checked = checkPrograms({ seed: 1, runs: 1000, findProblems: () => setTimeout(20, []), limit: 50 })
  await expect(checked).rejects.toThrow(/^\d+ of 1000 programs/)
})
