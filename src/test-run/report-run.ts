/** The end of a test run: its report, in the test runner's process or in another one. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import process from 'node:process'
import { uncountedIn } from '../analysis/analyse-records.ts'
import { type Warning, TstraceError, formatMessage } from '../model/error.ts'
import { type FinishedRun, type RunOutcome, finishRun, reportSoFar } from '../run/finish-run.ts'
import { printTraces } from '../run/line-traces.ts'
import { type ExpectedTestFiles, finishScript, resumeCommand } from '../run/saved-run.ts'
import { runFileName } from '../store/part-file.ts'
import type { TestRun } from './test-run.ts'

/** Calls `work`, which is synchronous, when the process ends. Returns a function that cancels this. */
export type OnProcessEnd = (work: () => void) => () => void

/** What `finishRun` and its like need to know of the run. */
export function describeRun(run: TestRun, expected: ExpectedTestFiles): FinishedRun {
  const { root, options, select, directory, id, unnamed, output, refused } = run
  return {
    root,
    options,
    select,
    directory,
    run: id,
    expected,
    unnamed,
    refused: [...refused],
    uncounted: uncountedIn(run.warnings.values()),
    resume: resumeCommand,
    cwd: process.cwd(),
    color: output.isTTY && !process.env['NO_COLOR'],
  }
}

/** Finishes the run. If the process ends meanwhile, another process finishes it from what is on disk. */
export async function finishTestRun(
  run: TestRun,
  expected: ExpectedTestFiles,
  onProcessEnd: OnProcessEnd,
): Promise<RunOutcome> {
  run.save(expected)
  const cancel = onProcessEnd(() => reportElsewhere(run, expected))
  try {
    return await finishRun(describeRun(run, expected))
  } finally {
    cancel()
  }
}

/** In watch mode. After an interrupted rerun, the report of all test files is worth more than one of half of them. */
export async function reportRerun(
  run: TestRun,
  expected: ExpectedTestFiles,
  wasInterrupted: boolean,
): Promise<RunOutcome> {
  if (wasInterrupted && run.hasReport)
    return { report: null, text: '    tstrace  interrupted, the report is as it was', warnings: [] }
  const outcome = await reportSoFar(describeRun(run, expected))
  run.hasReport = true
  return outcome
}

/** The warnings are kept, to be printed with the others of the run. */
export function printOutcome(run: TestRun, { text, warnings }: RunOutcome): void {
  if (text !== '') run.output.write(`\n${text}\n`)
  run.warn(warnings)
}

/** Prints the line traces, if the options ask for that, and then the outcome. */
export async function printWithTraces(run: TestRun, expected: ExpectedTestFiles, outcome: RunOutcome): Promise<void> {
  await printTraces(describeRun(run, expected), run.output)
  printOutcome(run, outcome)
}

export function showWarnings(warnings: Iterable<Warning>): void {
  for (const warning of warnings) console.warn(formatMessage(warning))
}

/** Prints why tstrace failed. The process will not exit with 0. Throws any error that is not a TstraceError. */
export function fail(error: unknown): void {
  if (!(error instanceof TstraceError)) throw error
  process.exitCode ||= 1
  console.error(error.message)
}

/** For a process that ends while tests run. Synchronous. */
export function reportInterrupted(run: TestRun, expected: ExpectedTestFiles): void {
  if (hasParts(run.directory)) reportElsewhere(run, expected)
  else showWarnings([nothingYet])
}

/**
 * Starts another process that reports what the workers wrote, and waits for it. Synchronous. Nothing is reported twice:
 * what is in the store or the report already has no parts any more.
 */
export function reportElsewhere(run: TestRun, expected: ExpectedTestFiles): void {
  const { directory } = run
  if (!hasParts(directory)) return
  run.save(expected)
  const { fd = 1 } = run.output as { fd?: number }
  const { status } = spawnSync(process.execPath, [finishScript, directory], { stdio: ['ignore', fd, 'inherit'] })
  // The parts are reported. A worker that was still running may have written another one.
  if (status === 0) rmSync(directory, { recursive: true, force: true })
  // That process was killed, too.
  else if (status === null && hasParts(directory)) showWarnings([unreported(directory)])
}

const nothingYet: Warning = {
  slug: 'interrupted',
  message:
    'The run was interrupted before a test file was done, so there is nothing to report. The last report was left as it is.',
}

function unreported(directory: string): Warning {
  const message = `The run was interrupted before its report was written. Its counts are kept in "${directory}": report them with \`${resumeCommand(directory)}\`.`
  return { slug: 'interrupted', message }
}

function hasParts(directory: string): boolean {
  return existsSync(directory) && readdirSync(directory).some((name) => name !== runFileName)
}
