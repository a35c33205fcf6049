import process from 'node:process'
import packageJson from '../../package.json' with { type: 'json' }
import { TstraceError } from '../model/error.ts'
import { type Command, parseCommand } from '../options/parse-arguments.ts'
import { writeOut } from '../process/write-out.ts'
import { renderHelp, usage } from './help.ts'

/** Runs what these arguments say. Failures of ours are messages, and status 2. */
export async function main(args: string[]): Promise<void> {
  try {
    await runCommand(parseCommand(args))
  } catch (error) {
    if (!(error instanceof TstraceError)) throw error
    if (error.code === 'usage') writeOut(2, `${usage}\n`)
    writeOut(2, `${error.message}\n`)
    process.exitCode = 2
  }
}

/** The report's thread starts first, so that it loads at the same time as the rest. */
async function run(command: Extract<Command, { kind: 'run' }>): Promise<void> {
  const { startReportThread } = await import('../register/report-client.ts')
  const reports = startReportThread(command.options)
  const { runProgram } = await import('./run.ts')
  return runProgram(command, reports)
}

async function runCommand(command: Command): Promise<void> {
  switch (command.kind) {
    case 'help':
      return writeOut(1, `${renderHelp()}\n`)
    case 'version':
      return writeOut(1, `tstrace ${packageJson.version}\n`)
    case 'merge':
      return (await import('./merge.ts')).mergeFiles(command)
    case 'report':
      return (await import('./report.ts')).reportFiles(command)
    case 'run':
      return run(command)
  }
}
