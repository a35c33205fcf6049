/**
 * Reports a run that its own process could not: `node finish.js <directory> [coverdir]`. The test runner was interrupted,
 * or the report could not be written.
 */
import { resolve } from 'node:path'
import process from 'node:process'
import { finishRun } from '../run/finish-run.ts'
import { fail, requestFor, show, showOutcome } from './outcome.ts'
import { type SavedRun, readSavedRun } from '../run/saved-run.ts'
import { TestRun } from './test-run.ts'

const [directory = '', coverdir] = process.argv.slice(2)

try {
  const saved = readSavedRun(directory)
  const run = restoreRun(saved)
  const outcome = await finishRun(requestFor(run, new Map(saved.expected), process.stdout))
  showOutcome(run, outcome, process.stdout)
  show(run.warnings.values())
} catch (error) {
  fail(error)
}

function restoreRun(saved: SavedRun): TestRun {
  const options = coverdir === undefined ? saved.options : { ...saved.options, coverdir }
  const run = new TestRun(saved.root, resolve(directory), options, saved)
  run.warn(saved.warnings)
  return run
}
