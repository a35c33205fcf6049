/** Runs of the same project that ended before their counts were reported. */
import { dirname } from 'node:path'
import type { Warning } from '../model/error.ts'
import { findUnreported } from '../store/parts.ts'
import type { FinishedRun } from './finish-run.ts'
import { readSavedRun } from './saved-run.ts'

/** Each with the command that brings its counts in. */
export async function nameUnreported({ directory, root, resume }: FinishedRun): Promise<Warning[]> {
  if (resume === undefined) return []
  const others = (await findUnreported(dirname(directory))).filter((other) => other !== directory)
  return others.filter((other) => rootOf(other) === root).map((other) => leftBehind(other, resume(other)))
}

function rootOf(directory: string): string | null {
  try {
    return readSavedRun(directory).root
  } catch {
    return null
  }
}

function leftBehind(directory: string, command: string): Warning {
  const message = `An earlier run ended before its counts were reported. They are in "${directory}": report them with \`${command}\`, or delete that directory.`
  return { slug: 'left-behind', message }
}
