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

/** Turns this process into the program's: from here on, all is as if Node had been started with it. */
export async function runProgram(
  command: Extract<Command, { kind: 'run' }>,
  reports: ReportThread | null,
): Promise<void> {
  const find = command.isModule ? findModule : findProgram
  const { argument, file, asked } = find(command.program, process.cwd())
  const run = await beginRun(command, asked)
  traceProcess(run, { reports })
  process.argv.splice(1, process.argv.length, argument, ...command.args)
  // Not from within a promise: what the program hands to nextTick would run behind what it hands to promises.
  process.nextTick(nodeCanRun(file) ? runMain : importMain, file)
}

/** An old Node takes what it has no loader for to be CommonJS. */
function nodeCanRun(file: string): boolean {
  return (
    'registerHooks' in Module ||
    !/\.(?:[cm]?ts|[jt]sx)$/.test(file) ||
    moduleFormat(file, readFileSync(file, 'utf8')) === 'commonjs'
  )
}

/** With Node's own exit status should the module wait for what never comes. */
async function importMain(file: string): Promise<void> {
  // Not where the program itself says that it ends.
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
