/** Where runs keep their parts if there is no better place: in the system's temporary directory, which anybody may write to. */
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, type Stats } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { unwritable } from './parts.ts'

/**
 * `tstrace-<user>`, if that is this user's own; else, another one put something there, and a new directory is made. Not by the
 * user's name, which a user in a container may lack. Throws a TstraceError 'file-unwritable'.
 */
export function userDirectory(parent: string = tmpdir()): string {
  const path = join(parent, `tstrace-${process.getuid?.() ?? 'user'}`)
  try {
    return claim(path) ? path : mkdtempSync(join(parent, 'tstrace-own-'))
  } catch (error) {
    throw unwritable(parent, error)
  }
}

/** Whether it is a directory into which nobody else can write. */
function claim(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  // Not `stat`: a link leads to what another user chose.
  const found = lstatSync(path)
  if (!found.isDirectory() || !isOwn(found)) return false
  if ((found.mode & 0o077) !== 0 && process.getuid !== undefined) chmodSync(path, 0o700)
  return true
}

function isOwn({ uid }: Stats): boolean {
  return process.getuid === undefined || uid === process.getuid()
}
