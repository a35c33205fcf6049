/** The report of a run whose thread could not start. */
import childProcess from 'node:child_process'
import process from 'node:process'
import { formatMessage } from '../model/error.ts'
import { builtFile } from '../process/built-file.ts'
import { writeOut } from '../process/write-out.ts'
import type { ReportRequest } from './report-request.ts'
import { noRun, runVariable } from './run-settings.ts'

/** As it is before programs' children are traced: ours is not. */
const { spawnSync } = childProcess

/** Returns the exit status: 2 where that failed. */
export function reportInProcess(request: ReportRequest): number {
  const { status, signal, error } = spawnSync(process.execPath, [builtFile('register/report-process.js')], {
    input: JSON.stringify(request),
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, [runVariable]: noRun },
  })
  if (status === 0 || status === 2) return status
  const { directory } = request.run
  const message =
    `The report was not made: its process ended with "${error?.message ?? signal ?? status}". ` +
    `The counts of this run are kept in "${directory}": report them with \`tstrace --report --file "${directory}"\`.`
  writeOut(2, `${formatMessage({ slug: 'interrupted', message })}\n`)
  return 2
}
