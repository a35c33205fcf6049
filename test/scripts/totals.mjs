/**
 * `node test/scripts/totals.mjs <vitest json>...` prints `N passed, N failed, N skipped` as its last line.
 * Exit code 1 unless every run left a readable report with at least one test, and nothing failed.
 */
import { readFileSync } from 'node:fs'

const totals = { passed: 0, failed: 0, skipped: 0 }
for (const path of process.argv.slice(2)) {
  try {
    addRun(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    console.log(`No results in "${path}": ${error.message}`)
    process.exitCode = 1
  }
}
if (totals.failed > 0) process.exitCode = 1
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)

function addRun({ testResults, success }) {
  const statuses = testResults.flatMap(fileStatuses)
  if (statuses.length === 0) throw new Error('it says that no test ran')
  for (const status of statuses) totals[status in totals ? status : 'skipped']++
  if (!success) process.exitCode = 1
}

/** A file that failed although none of its tests did (it could not be imported, a hook threw) counts as one failure. */
function fileStatuses({ status, assertionResults }) {
  const statuses = assertionResults.map((test) => test.status)
  return status === 'failed' && !statuses.includes('failed') ? [...statuses, 'failed'] : statuses
}
