/** The end of a run, as asked for and as shown, in whichever process it comes. */
import process from 'node:process'
import { type Warning, TstraceError, formatMessage } from '../model/error.ts'
import { uncountedIn } from '../analysis/analyse-records.ts'
import type { FinishedRun, RunOutcome } from '../run/finish-run.ts'
import { type ExpectedTestFiles, resumeCommand } from '../run/saved-run.ts'
import type { TestRun } from './test-run.ts'

export interface Request extends FinishedRun {
  expected: ExpectedTestFiles
}

export function requestFor(run: TestRun, expected: ExpectedTestFiles, output: NodeJS.WriteStream): Request {
  const { root, options, select, directory, id, unnamed } = run
  return {
    root,
    options,
    select,
    directory,
    run: id,
    expected,
    unnamed,
    uncounted: uncountedIn(run.warnings.values()),
    resume: resumeCommand(directory),
    cwd: process.cwd(),
    color: output.isTTY && !process.env['NO_COLOR'],
  }
}

/** Its warnings are shown with those of the run. */
export function showOutcome(run: TestRun, { text, warnings }: RunOutcome, output: NodeJS.WriteStream): void {
  if (text !== '') output.write(`\n${text}\n`)
  run.warn(warnings)
}

export function show(warnings: Iterable<Warning>): void {
  for (const warning of warnings) console.warn(formatMessage(warning))
}

/** What tstrace could not do is said, and the process will not exit with 0. */
export function fail(error: unknown): void {
  if (!(error instanceof TstraceError)) throw error
  process.exitCode ||= 1
  console.error(error.message)
}
