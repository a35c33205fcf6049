import { realpathSync } from 'node:fs'
import process from 'node:process'
import { builtFile } from '../process/built-file.ts'
import { decodeRun, runVariable } from './run-settings.ts'

/** More than one `--import` may lead here. */
const startedKey = Symbol.for('tstrace.started')
const realm = globalThis as { [startedKey]?: boolean }

/** Has this process traced, as part of the run that started it, or of one that begins with it. */
export async function join(): Promise<void> {
  if (realm[startedKey] || isCommandLine()) return
  Object.defineProperty(realm, startedKey, { value: true })
  const run = decodeRun(process.env[runVariable])
  if (run) (await import('./start.ts')).traceProcess(run, null)
  else await (await import('./begin.ts')).beginFromEnvironment()
}

/** It begins a run of its own, also where it is run by a traced program. */
function isCommandLine(): boolean {
  const [, program] = process.argv
  try {
    return program !== undefined && realpathSync(program) === realpathSync(builtFile('cli/index.js'))
  } catch {
    return false
  }
}
