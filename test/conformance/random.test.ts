/** Random programs: whatever the mixture, they do what they do bare, and every oracle agrees. */
import { test } from 'vitest'
import { checkPrograms } from './random-programs.ts'

/** The same programs every time; `npm run fuzz` makes others. */
test('random programs', { timeout: 120_000 }, () => checkPrograms({ seed: 1, runs: 60 }))
