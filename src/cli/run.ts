import { runMain } from 'node:module'
import process from 'node:process'
import { beginRun } from '../register/begin.ts'
import { traceProcess } from '../register/start.ts'
import type { Command } from './arguments.ts'
import { findModule, findProgram } from './program.ts'

/** Turns this process into the program's: from here on, all is as if Node had been started with it. */
export async function runProgram(command: Extract<Command, { kind: 'run' }>): Promise<void> {
  const find = command.isModule ? findModule : findProgram
  const { argument, file, asked } = find(command.program, process.cwd())
  const run = await beginRun({ ...command, asked })
  traceProcess(run, { began: true })
  process.argv.splice(1, process.argv.length, argument, ...command.args)
  // Not from within a promise: what the program hands to nextTick would run behind what it hands to promises.
  process.nextTick(runMain, file)
}
