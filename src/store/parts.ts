/**
 * Parts: how counts leave a worker. Each worker writes, for each test file, one file of its own into the directory
 * of the run; the main process reads them all afterwards. Nothing is shared, so nothing can race.
 */
import fs from 'node:fs'
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileCounts } from '../model/counts.ts'
import { TstraceError } from '../model/error.ts'
import { encodeFile } from './encode.ts'
import { isSystemError, reasonOf } from './failure.ts'
import { endLine } from './line-stream.ts'
import { headerLine, inspectPart, newPartId, nextPartId, partName, runFileName, type PartHeader } from './part-file.ts'
import { isLeftBehind, newWriterId, writerPattern } from './writer.ts'

// The program may replace them while it runs.
const { closeSync, existsSync, mkdirSync, openSync, rmSync, writeSync } = fs
const { from: bytesOf } = Buffer

/** Makes a directory for one run alone, under `parent`, and returns its path. Those of runs that were killed go. */
export async function createRunDirectory(parent: string): Promise<string> {
  const directory = join(parent, `run-${newWriterId()}`)
  try {
    await mkdir(parent, { recursive: true })
    await removeLeftBehind(parent)
    await mkdir(directory)
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

  constructor(directory: string, header: PartHeader) {
    try {
      const name = writeNew(directory, newPartId(), (id) => [headerLine(id, header)], true)
      this.#path = join(directory, name)
    } catch (error) {
      throw isSystemError(error) ? unwritable(directory, error) : error
    }
  }

  write(files: Iterable<FileCounts>): void {
    this.#append(Array.from(files, (file) => `${encodeFile(file)}\n`))
  }

  end(): void {
    this.#append([endLine])
  }

  #append(lines: Iterable<string>): void {
    try {
      appendLines(this.#path, lines, 'a')
    } catch (error) {
      throw isSystemError(error) ? unwritable(dirname(this.#path), error) : error
    }
  }
}

/** Removes the parts of the run and its `run.json`, and then the directory if nothing else is in it. Never anything else. */
export async function removeRunDirectory(directory: string, run: string): Promise<void> {
  await removeParts(directory, (header) => header.run === run)
}

const runDirectory = new RegExp(`^run-(${writerPattern})$`)

async function removeLeftBehind(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, writer] = runDirectory.exec(name) ?? []
    if (writer === undefined || !(await isLeftBehind(join(parent, name), writer))) continue
    // With that, the run can still be reported, and its user was told so.
    if (!existsSync(join(parent, name, runFileName))) await removeParts(join(parent, name), () => true)
  }
}

async function removeParts(directory: string, which: (header: PartHeader) => boolean): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = join(directory, entry.name)
    if (entry.isFile() && (entry.name === runFileName || (await isPart(path, which)))) await rm(path, { force: true })
  }
  // It may be gone already, or hold what is not ours: both are fine.
  await rmdir(directory).catch(() => {})
}

function* partLines(id: string, header: PartHeader, files: Iterable<FileCounts>): Generator<string> {
  yield headerLine(id, header)
  for (const file of files) yield `${encodeFile(file)}\n`
  yield endLine
}

/** With the next id that is not taken, unless it must be this one. Two threads may have thought of the same one. */
function writeNew(directory: string, id: string, lines: (id: string) => Iterable<string>, anyId: boolean): string {
  const name = partName(id)
  try {
    appendLines(join(directory, name), lines(id), 'ax')
    return name
  } catch (error) {
    if (!anyId || (error as { code?: unknown }).code !== 'EEXIST') throw error
    return writeNew(directory, nextPartId(id), lines, anyId)
  }
}

function appendLines(path: string, lines: Iterable<string>, flags: 'a' | 'ax'): void {
  const file = openSync(path, flags)
  try {
    for (const text of gather(lines)) writeWhole(file, text)
  } catch (error) {
    // What a full disk cut off: the error tells of it.
    if (flags === 'ax') rmSync(path, { force: true })
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
  const part = await inspectPart(path)
  return part.kind === 'torn' || (part.kind === 'part' && which(part.header))
}

function unwritable(directory: string, error: unknown): TstraceError {
  return new TstraceError(
    'file-unwritable',
    `The counts of this run can't be written to "${directory}". ${reasonOf(error)}. Make room there, or make it writable.`,
    error,
  )
}
