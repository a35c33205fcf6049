/** Random programs without end: `npm run fuzz [-- --runs N --seed N]`. Stops at the first that fails, made small. */
import { test } from 'vitest'
import { checkPrograms } from './random-programs.ts'

const runs = numberFrom('TSTRACE_PROOF_RUNS', Infinity)
const firstSeed = numberFrom('TSTRACE_PROOF_SEED', Date.now() % 1e9)
const batch = 250

function numberFrom(variable: string, otherwise: number): number {
  const given = process.env[variable]
  if (given === undefined) return otherwise
  if (!/^[1-9]\d*$/.test(given)) throw new Error(`${variable} must be a number from 1 on, not "${given}".`)
  return Number(given)
}

test('random programs', async () => {
  let seed = firstSeed
  for (let done = 0; done < runs; done += batch)
    await checkPrograms({ seed: seed++, runs: Math.min(batch, runs - done) })
})
