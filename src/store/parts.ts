/**
 * Parts: how counts leave a worker. Each worker writes, for each test file, one file of its own into the directory
 * of the run; the main process reads them all afterwards. Nothing is shared, so nothing can race.
 */
import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileCounts } from '../model/counts.ts'
import { TstraceError } from '../model/error.ts'
import { encodeFile } from './encode.ts'
import { isSystemError, reasonOf } from './failure.ts'
import { endLine } from './lines.ts'
import { headerLine, inspectPart, newPartId, partName, type PartHeader } from './part-file.ts'

/** Makes a directory for one run alone, under `parent`, and returns its path. */
export async function createRunDirectory(parent: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true })
    return await mkdtemp(join(parent, 'run-'))
  } catch (error) {
    throw unwritable(parent, error)
  }
}

/**
 * Writes one part and returns its file name. Synchronous, for `exit` handlers. Appends record by record and the end
 * mark last, so that a reader sees what is missing, whatever killed the process.
 */
export function writePart(directory: string, header: PartHeader, files: Iterable<FileCounts>): string {
  const id = newPartId()
  const name = partName(id)
  try {
    mkdirSync(directory, { recursive: true })
    appendLines(join(directory, name), partLines(id, header, files))
  } catch (error) {
    throw isSystemError(error) ? unwritable(directory, error) : error
  }
  return name
}

/** Removes the parts of the run, and then the directory if nothing else is in it. Never anything else. */
export async function removeRunDirectory(directory: string, run: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = join(directory, entry.name)
    if (entry.isFile() && (await isOurs(path, run))) await rm(path, { force: true })
  }
  // It may be gone already, or hold what is not ours: both are fine.
  await rmdir(directory).catch(() => {})
}

function* partLines(id: string, header: PartHeader, files: Iterable<FileCounts>): Generator<string> {
  yield headerLine(id, header)
  for (const file of files) yield `${encodeFile(file)}\n`
  yield endLine
}

function appendLines(path: string, lines: Iterable<string>): void {
  const file = openSync(path, 'ax')
  try {
    for (const line of lines) appendFileSync(file, line)
  } finally {
    closeSync(file)
  }
}

async function isOurs(path: string, run: string): Promise<boolean> {
  const part = await inspectPart(path)
  return part.kind === 'torn' || (part.kind === 'part' && part.header.run === run)
}

function unwritable(directory: string, error: unknown): TstraceError {
  return new TstraceError(
    'file-unwritable',
    `The counts of this run can't be written to "${directory}". ${reasonOf(error)}. Make the directory writable, or name another.`,
    error,
  )
}
