import { TstraceError } from '../model/error.ts'

/** Something that stands where a file or directory of the report should go, found before it was touched. */
export class Obstacle extends Error {
  constructor(path: string, what: string) {
    super(`"${path}" is ${what}`)
  }
}

/** Why, and what to do about it. */
type Explanation = readonly [why: string, remedy: string]

const explanations: Readonly<Record<string, Explanation>> = {
  EACCES: ['Permission is denied', 'Make it writable'],
  EDQUOT: ['The disk quota is used up', 'Make room'],
  EEXIST: ['It is a file, not a directory', 'Move it away'],
  ENOENT: ['It was removed while the report was being written', 'Keep it from that'],
  ENOSPC: ['The disk is full', 'Make room'],
  ENOTDIR: ['A part of this path is a file, not a directory', 'Move it away'],
  EPERM: ['Permission is denied', 'Make it writable'],
  'mkdir ENOENT': ['No directory can be made there', 'Check the path'],
  EROFS: ['The file system is read-only', 'Mount it writable'],
}

/** What to tell when the report could not be written; an error that does not come from the disk is a bug and stays itself. */
export function explainUnwritable(coverdir: string, error: unknown): unknown {
  const explanation = explain(error)
  if (explanation === null) return error
  const [why, remedy] = explanation
  const message = `Cannot write the report to "${coverdir}". ${why}. ${remedy}, or choose another coverdir.`
  return new TstraceError('coverdir-unwritable', message, error)
}

function explain(error: unknown): Explanation | null {
  if (error instanceof Obstacle) return [error.message, 'Move it away']
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null
  const failed = `${String(error.syscall)} ${String(error.code)}`
  const [why, remedy] = explanations[failed] ??
    explanations[String(error.code)] ?? [`The system says: ${error.message}`, 'Mend that']
  return 'path' in error ? [`${why} ("${String(error.path)}")`, remedy] : [why, remedy]
}
