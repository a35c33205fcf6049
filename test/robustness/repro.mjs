/**
 * Faults that were seen, each by the smallest program that shows it: `node test/robustness/repro.mjs [--built] [NAMES]`. Those that
 * are red today are listed; the status is 1 where one is red that is not listed, or listed and mended.
 */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { build } from '../scripts/checkout.mjs'
import * as commits from './repro/commits.mjs'
import * as deaths from './repro/deaths.mjs'
import * as leftovers from './repro/leftovers.mjs'

/** Take a name out with the change that mends it. */
const redToday = new Set([
  'workerDiesAtStart',
  'killedModuleChild',
  'terminatedModuleThread',
  'becomesAnotherUser',
  'summaryDeletes',
])

const { values, positionals } = parseArgs({ options: { built: { type: 'boolean' } }, allowPositionals: true })
if (!values.built) build()
for (const [name, reproduce] of Object.entries({ ...commits, ...deaths, ...leftovers })) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const { wanted, seen, good } = await reproduce()
  if (good === redToday.has(name)) process.exitCode = 1
  console.log(`${good ? 'good' : 'RED '} ${name}\n  wanted: ${wanted}\n  seen:   ${seen}`)
}
