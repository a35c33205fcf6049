/** Processes of a run that tstrace could not be loaded into: they run as without it, and the report names them. */
import process from 'node:process'
import { type Warning, formatMessage } from '../model/error.ts'
import { writeOut } from '../process/write-out.ts'
import { writePart } from '../store/parts.ts'
import { type RunSettings, decodeRun, runVariable } from './run-settings.ts'

/** Names this process. */
export function nameUntraced(error: unknown): void {
  const { execPath, execArgv, argv } = process
  const why = [...execArgv, process.env['NODE_OPTIONS']].join(' ').includes('--no-addons')
    ? 'tstrace has a parser that "--no-addons" forbids'
    : `tstrace could not be loaded: "${reason(error)}"`
  const warning = untraced([execPath, ...execArgv, ...argv.slice(1)], why)
  const run = decodeRun(process.env[runVariable])
  try {
    if (run) return leaveNote(run, warning)
  } catch {
    // Then it is said here.
  }
  writeOut(2, `${formatMessage(warning)}\n`)
}

/** Names a child that will not be able to tell, as it may read and write nothing of ours; before it starts. */
export function nameUnreadable(run: RunSettings, command: string[]): void {
  if (run.directory === '' || !mayNotLoad.test(command.join(' '))) return
  const why =
    'It may not read the files of tstrace. "--allow-fs-read=*", "--allow-fs-write=*" and "--allow-addons" let it'
  try {
    leaveNote(run, untraced(command, why))
  } catch {
    // The run can't be told anything any more.
  }
}

/** Node's permissions, without the one for addons. */
const mayNotLoad = /\bnode\b(?!.*\s--allow-addons\b).*\s--(?:experimental-)?permission(?=\s|$)/s

function untraced(command: string[], why: string): Warning {
  const message = `The process "${command.join(' ')}" was not traced. ${why}. What it ran is missing from the counts.`
  return { slug: 'untraced', message }
}

/** A part without counts. */
function leaveNote({ directory, run }: RunSettings, warning: Warning): void {
  if (directory !== '') writePart(directory, { run, testFile: null, worker: process.pid, warnings: [warning] }, [])
}

/** In one line. */
function reason(error: unknown): string {
  let last = error
  while (last instanceof Error && last.cause instanceof Error && last.cause.message !== '') last = last.cause
  return String(last instanceof Error ? last.message : last).split('\n', 1)[0] as string
}
