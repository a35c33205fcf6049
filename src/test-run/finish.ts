/**
 * `node finish.js <directory> [coverdir]` reports a run from its directory. Used where the test runner was interrupted, or
 * where the report could not be written.
 */
import { resolve } from 'node:path'
import process from 'node:process'
import { finishRun } from '../run/finish-run.ts'
import { readSavedRun } from '../run/saved-run.ts'
import { describeRun, fail, printOutcome, showWarnings } from './report-run.ts'
import { TestRun } from './test-run.ts'

const [directory = '', coverdir] = process.argv.slice(2)

try {
  const saved = readSavedRun(directory)
  const options = coverdir === undefined ? saved.options : { ...saved.options, coverdir }
  const run = new TestRun(saved.root, resolve(directory), options, saved)
  run.warn(saved.warnings)
  printOutcome(run, await finishRun({ ...describeRun(run, new Map(saved.expected)), resumed: true }))
  showWarnings(run.warnings.values())
} catch (error) {
  fail(error)
}
