/**
 * Parts: how counts leave a worker. Each worker writes, for each test file, one file of its own into the directory
 * of the run; the main process reads them all afterwards. Nothing is shared, so nothing can race.
 */
import fs from 'node:fs'
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FileCounts } from '../model/counts.ts'
import { TstraceError } from '../model/error.ts'
import { endLine, withChecksum } from './checked-line.ts'
import { encodeFile } from './encode.ts'
import { isSystemError, reasonOf } from './failure.ts'
import { headerLine, inspectPart, newPartId, nextPartId, partName, runFileName, type PartHeader } from './part-file.ts'
import { isLeftBehind, newWriterId, writerPattern } from './writer.ts'

// The program may replace them while it runs.
const { closeSync, constants, existsSync, mkdirSync, openSync, rmSync, writeSync } = fs
const { from: bytesOf } = Buffer

/**
 * Makes a directory for one run alone, under `parent`, and returns its path. Those of runs that were killed go. With a
 * `writer` it may be there already: several processes begin the run.
 */
export async function createRunDirectory(parent: string, writer?: string): Promise<string> {
  const directory = join(parent, `run-${writer ?? newWriterId()}`)
  try {
    await mkdir(parent, { recursive: true })
    await mkdir(directory, { recursive: writer !== undefined })
    await removeLeftBehind(parent)
    return directory
  } catch (error) {
    throw unwritable(parent, error)
  }
}

/**
 * Writes one part and returns its file name. Synchronous, for `exit` handlers. Appends record after record and the end
 * mark last, so that a reader sees what is missing, whatever killed the process.
 * @param id a new one, if not given.
 */
export function writePart(directory: string, header: PartHeader, files: Iterable<FileCounts>, id?: string): string {
  try {
    // That takes longer than to write the part.
    if (!existsSync(directory)) mkdirSync(directory, { recursive: true })
    return writeNew(directory, id ?? newPartId(), (own) => partLines(own, header, files), id === undefined)
  } catch (error) {
    throw isSystemError(error) ? unwritable(directory, error) : error
  }
}

/**
 * A part that is begun before there is anything to write, so that a reader knows of its process, and added to more than
 * once. Without its end, that process was killed or goes on.
 */
export class OpenPart {
  readonly #path: string
  #lines = 1

  constructor(directory: string, header: PartHeader) {
    try {
      const name = writeNew(directory, newPartId(), (id) => [headerLine(id, header)], true)
      this.#path = join(directory, name)
    } catch (error) {
      throw isSystemError(error) ? unwritable(directory, error) : error
    }
  }

  write(files: Iterable<FileCounts>): void {
    this.#append(Array.from(files, recordLine))
  }

  end(): void {
    this.#append([endLine(this.#lines + 1)])
  }

  #append(lines: string[]): void {
    try {
      appendLines(this.#path, lines, append)
      this.#lines += lines.length
    } catch (error) {
      throw isSystemError(error) ? unwritable(dirname(this.#path), error) : error
    }
  }
}

/** Removes the parts of the run and its `run.json`, and then the directory if nothing else is in it. Never anything else. */
export async function removeRunDirectory(directory: string, run: string): Promise<void> {
  // What can't be removed stays, and nothing else suffers from it.
  await removeParts(directory, (header) => header.run === run).catch(() => {})
}

/** Leaves an empty part: whoever reads the others knows that one could not be written. A full disk may have room for a name. */
export function leaveTorn(directory: string): void {
  try {
    closeSync(openSync(join(directory, partName(newPartId())), create))
  } catch {
    // Then there is nothing more that can be done.
  }
}

const runDirectory = new RegExp(`^run-(${writerPattern})$`)

/** Whether it is called like one. */
export function isRunDirectory(path: string): boolean {
  return runDirectory.test(basename(path))
}

/** The directories of runs that were killed, and which can still be reported. */
export async function findUnreported(parent: string): Promise<string[]> {
  const dead = await findDeadRuns(parent)
  return dead.filter((directory) => existsSync(join(directory, runFileName)))
}

async function findDeadRuns(parent: string): Promise<string[]> {
  const dead: string[] = []
  for (const name of (await readdir(parent).catch(() => [])).sort()) {
    const [, writer] = runDirectory.exec(name) ?? []
    if (writer !== undefined && (await isLeftBehind(join(parent, name), writer))) dead.push(join(parent, name))
  }
  return dead
}

/** Other runs may do the same at the same time. What can't be removed stays, and stops nobody. */
async function removeLeftBehind(parent: string): Promise<void> {
  for (const directory of await findDeadRuns(parent)) {
    // With that, the run can still be reported: see `findUnreported`.
    if (!existsSync(join(directory, runFileName))) await removeParts(directory, () => true).catch(() => {})
  }
}

async function removeParts(directory: string, which: (header: PartHeader) => boolean): Promise<void> {
  // First, so that nobody reports what is left of a run whose counts are safe.
  await rm(join(directory, runFileName), { force: true })
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = join(directory, entry.name)
    if (entry.isFile() && (await isPart(path, which))) await rm(path, { force: true })
  }
  // It may be gone already, or hold what is not ours: both are fine.
  await rmdir(directory).catch(() => {})
  if (isForOneRun(dirname(directory))) await rmdir(dirname(directory)).catch(() => {})
}

function* partLines(id: string, header: PartHeader, files: Iterable<FileCounts>): Generator<string> {
  yield headerLine(id, header)
  let lines = 2
  for (const file of files) {
    yield recordLine(file)
    lines++
  }
  yield endLine(lines)
}

function recordLine(file: FileCounts): string {
  return `${withChecksum(encodeFile(file))}\n`
}

/** Through no link, and never into a file that another process has put there. */
const append = constants.O_WRONLY | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0)
const create = append | constants.O_CREAT | constants.O_EXCL

/** With the next id that is not taken, unless it must be this one. Two threads may have thought of the same one. */
function writeNew(directory: string, id: string, lines: (id: string) => Iterable<string>, anyId: boolean): string {
  const name = partName(id)
  try {
    appendLines(join(directory, name), lines(id), create)
    return name
  } catch (error) {
    if (!anyId || (error as { code?: unknown }).code !== 'EEXIST') throw error
    return writeNew(directory, nextPartId(id), lines, anyId)
  }
}

function appendLines(path: string, lines: Iterable<string>, flags: number): void {
  const file = openSync(path, flags)
  try {
    for (const text of gather(lines)) writeWhole(file, text)
  } catch (error) {
    // What a full disk cut off: the error tells of it.
    if (flags === create) rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}

/** Not `appendFileSync`: Node's own calls another function that can be replaced. */
function writeWhole(file: number, text: string): void {
  const bytes = bytesOf(text)
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
}

/** A test file may have loaded hundreds of sources: to write each line by itself would take longer than all else. */
function* gather(lines: Iterable<string>): Generator<string> {
  let text = ''
  for (const line of lines) {
    text += line
    if (text.length < writeSize) continue
    yield text
    text = ''
  }
  yield text
}

const writeSize = 65_536

async function isPart(path: string, which: (header: PartHeader) => boolean): Promise<boolean> {
  // Gone already, or not ours to read.
  const part = await inspectPart(path).catch(() => ({ kind: 'unreadable' as const }))
  return part.kind === 'torn' || (part.kind === 'part' && which(part.header))
}

/** That the counts have no place. */
export function unwritable(directory: string, error: unknown): TstraceError {
  return new TstraceError(
    'file-unwritable',
    `The counts of this run can't be written to "${directory}". ${reasonOf(error)}. Make room there, or make it writable.`,
    error,
  )
}

/** Made because another user had taken the usual one: see `userDirectory`. */
function isForOneRun(path: string): boolean {
  return basename(path).startsWith('tstrace-own-')
}
