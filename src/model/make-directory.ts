import fs from 'node:fs'
import { dirname } from 'node:path'

// The program may replace them while it runs.
const { existsSync, mkdirSync, statSync } = fs

/**
 * Makes a directory and those above it, unless they are there. Node's own `recursive` never ends where nothing can be
 * made in a directory that is there, as in /proc.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
    const parent = dirname(path)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(parent)) throw error
    makeDirectory(parent)
    makeDirectory(path)
  }
}
