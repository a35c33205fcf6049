import { randomUUID } from 'node:crypto'
import { realpathSync } from 'node:fs'
import process from 'node:process'
import { TstraceError } from '../model/error.ts'
import type { RunRequest } from '../options/parse-arguments.ts'
import { createRunDirectory } from '../store/parts.ts'
import { writeOut } from '../process/write-out.ts'
import { userDirectory } from '../store/user-directory.ts'
import { keepsCounts, startReportThread } from './report-client.ts'
import { standardOutput } from './show-lines.ts'
import type { RunSettings } from './run-settings.ts'

/** A run with the current directory as root. `forcedPaths`: see `RunSettings`. Throws a TstraceError 'file-unwritable'. */
export async function beginRun({ options }: RunRequest, forcedPaths: string[]): Promise<RunSettings> {
  const directory = keepsCounts(options) ? await createRunDirectory(userDirectory()) : ''
  const root = realpathSync(process.cwd())
  return { run: randomUUID(), directory, root, options, forcedPaths, output: standardOutput() }
}

/** A run whose options are in the environment; ends the process where they make no sense. */
export async function beginFromEnvironment(): Promise<void> {
  try {
    const request = await readEnvironment()
    const reports = startReportThread(request.options)
    const { traceProcess } = await import('./start.ts')
    traceProcess(await beginRun(request, []), { reports })
  } catch (error) {
    if (!(error instanceof TstraceError)) throw error
    writeOut(2, `${error.message}\n`)
    process.exit(2)
  }
}

async function readEnvironment(): Promise<RunRequest> {
  const words = process.env['TSTRACE_OPTIONS']?.split(/\s+/).filter((word) => word !== '') ?? []
  if (words.length > 0) return (await import('../options/parse-arguments.ts')).parseOptions(words)
  return { options: (await import('../options/resolve-options.ts')).resolveOptions() }
}
