/**
 * `node --test` starts a process for each test file and loads nothing of ours itself. So these processes make one run: their
 * parts stay together until the runner ends, and each of them reports what there is so far when it ends.
 */
import { readFileSync } from 'node:fs'
import process from 'node:process'
import type { ResolvedOptions } from '../options/options.ts'
import { writerIdOf } from '../store/writer.ts'

/** The name of the run that the test files of one runner share; null: this process is not one of them. */
export function sharedRun({ file }: ResolvedOptions): string | null {
  // A store adds them up by itself.
  if (!process.env['NODE_TEST_CONTEXT']?.startsWith('child') || file !== null) return null
  return writerIdOf(process.ppid, startOf(process.ppid))
}

/** Lists are files: nobody knows which process is the last to print one. */
export function sharedOptions(options: ResolvedOptions): ResolvedOptions {
  return { ...options, count: true, print: [] }
}

/** Tells a process from another one of the same number. */
function startOf(pid: number): string {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?!.*\) )/s)
    return fields.split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
