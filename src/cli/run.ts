import { readFileSync } from 'node:fs'
import Module, { runMain } from 'node:module'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { beginRun } from '../register/begin.ts'
import { moduleFormat } from '../register/module-format.ts'
import type { ReportThread } from '../register/report-client.ts'
import { traceProcess } from '../register/start.ts'
import type { Command } from '../options/parse-arguments.ts'
import { findModule, findProgram } from './program.ts'

/** Runs the program in this process, as if Node had been started with it. */
export async function runProgram(
  command: Extract<Command, { kind: 'run' }>,
  reports: ReportThread | null,
): Promise<void> {
  const find = command.isModule ? findModule : findProgram
  const { argument, file, forcedPaths } = find(command.program, process.cwd())
  const run = await beginRun(command, forcedPaths)
  traceProcess(run, { reports })
  process.argv.splice(1, process.argv.length, argument, ...command.args)
  // Not inside a promise: there, callbacks of `process.nextTick` would run after those of promises.
  process.nextTick(nodeCanRun(file) ? runMain : importMain, file)
}

/** Old versions of Node run every file that they have no loader for as CommonJS. */
function nodeCanRun(file: string): boolean {
  return (
    'registerHooks' in Module ||
    !/\.(?:[cm]?ts|[jt]sx)$/.test(file) ||
    moduleFormat(file, readFileSync(file, 'utf8')) === 'commonjs'
  )
}

/** Exits with Node's own status, 13, if a top-level `await` never settles. */
async function importMain(file: string): Promise<void> {
  // `beforeExit` does not come when the program calls `process.exit`.
  process.once('beforeExit', waitsInVain)
  try {
    await import(pathToFileURL(file).href)
  } finally {
    process.off('beforeExit', waitsInVain)
    process.off('exit', endUnsettled)
  }
}

function waitsInVain(): void {
  process.once('exit', endUnsettled)
}

function endUnsettled(): void {
  process.exitCode ??= 13
}
