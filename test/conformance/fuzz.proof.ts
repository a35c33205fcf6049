/** Random programs without end: `npm run fuzz [-- --runs N --seed N]`. Stops at the first that fails, made small. */
import { test } from 'vitest'
import { checkPrograms } from './random-programs.ts'

const runs = Number(process.env['TSTRACE_PROOF_RUNS'] ?? Infinity)
const batch = 250

test('random programs', async () => {
  let seed = Number(process.env['TSTRACE_PROOF_SEED'] ?? Date.now() % 1e9)
  for (let done = 0; done < runs; done += batch)
    await checkPrograms({ seed: seed++, runs: Math.min(batch, runs - done) })
})
