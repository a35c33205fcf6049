/** What happens to the counts of a run whose process ends before the run does. Synchronous: for `exit` handlers. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import process from 'node:process'
import type { Warning } from '../model/error.ts'
import { runFileName } from '../store/part-file.ts'
import { show } from './outcome.ts'
import { type ExpectedTestFiles, finishScript, resumeCommand } from '../run/saved-run.ts'
import type { TestRun } from './test-run.ts'

/** While tests run. */
export function reportInterrupted(run: TestRun, expected: ExpectedTestFiles, output: NodeJS.WriteStream): void {
  if (hasParts(run.directory)) reportElsewhere(run, expected, output)
  else show([nothingYet])
}

/**
 * Has another process report what the workers wrote, and waits for it. Nothing is done twice: what is safe already, in the
 * store or in the report, has no parts any more.
 */
export function reportElsewhere(run: TestRun, expected: ExpectedTestFiles, output: NodeJS.WriteStream): void {
  const { directory } = run
  if (!hasParts(directory)) return
  run.save(expected)
  const { fd = 1 } = output as { fd?: number }
  const { status } = spawnSync(process.execPath, [finishScript, directory], { stdio: ['ignore', fd, 'inherit'] })
  // Its parts are reported. A worker that did not know yet may have written another.
  if (status === 0) rmSync(directory, { recursive: true, force: true })
  else if (status === null && hasParts(directory)) show([unreported(directory)])
}

const nothingYet: Warning = {
  slug: 'interrupted',
  message:
    'The run was interrupted before a test file was done, so there is nothing to report. The last report was left as it is.',
}

/** The other process was killed, too. */
function unreported(directory: string): Warning {
  const message = `The run was interrupted before its report was written. Its counts are kept in "${directory}": report them with \`${resumeCommand(directory)}\`.`
  return { slug: 'interrupted', message }
}

function hasParts(directory: string): boolean {
  return existsSync(directory) && readdirSync(directory).some((name) => name !== runFileName)
}
