/** `node --import tstrace/register app.ts` */
import process from 'node:process'
import { parseOptions } from '../cli/arguments.ts'
import { TstraceError } from '../model/error.ts'
import { resolveOptions } from '../options.ts'
import { beginRun } from './begin.ts'
import { traceProcess } from './start.ts'
import { decodeRun, runVariable } from './traced-run.ts'

/** More than one `--import` may lead here. */
const startedKey = Symbol.for('tstrace.started')
const realm = globalThis as { [startedKey]?: boolean }

if (!realm[startedKey]) {
  Object.defineProperty(realm, startedKey, { value: true })
  const joinedRun = decodeRun(process.env[runVariable])
  traceProcess(joinedRun ?? (await beginOwn()), { began: joinedRun === null })
}

async function beginOwn(): Promise<ReturnType<typeof beginRun>> {
  try {
    const words = process.env['TSTRACE_OPTIONS']?.split(/\s+/).filter((word) => word !== '') ?? []
    const asked = words.length === 0 ? { options: resolveOptions(), formats: [] } : parseOptions(words)
    return await beginRun({ ...asked, asked: [] })
  } catch (error) {
    if (!(error instanceof TstraceError)) throw error
    console.error(error.message)
    process.exit(2)
  }
}
