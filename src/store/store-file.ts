/** The store as a file: a header, one line a record, and an end mark to show that nothing was cut off. */
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { FileCounts } from '../model/counts.ts'
import { TstraceError } from '../model/error.ts'
import { LineChecker, endLine, withChecksum } from './checked-line.ts'
import { decodeFile } from './decode.ts'
import { DecodeError, field, toObject, toText } from './decode-values.ts'
import { encodeFile } from './encode.ts'
import { isSystemError, reasonOf } from './failure.ts'
import { isEnd, isGzip, parseLine, readLines, type TextLine } from './line-stream.ts'
import { compareRecords } from '../model/order.ts'

/** Of this format. */
const version = 1

/**
 * The records of a store, one at a time, sorted by path, hash and plan. Throws a TstraceError 'bad-store' where the
 * file is missing, or in any way not what `writeStore` writes.
 */
export async function* readStore(path: string): AsyncGenerator<FileCounts> {
  const checker = new LineChecker()
  let previous: FileCounts | undefined
  let ended = false
  for await (const lines of readStoreLines(path)) {
    for (const line of lines) {
      const value = parseStoreLine(path, line, ended ? null : checker)
      if (line.number === 1) checkHeader(path, value)
      else if (isEnd(value)) ended = checkEnd(path, line, value, checker)
      else yield (previous = decodeRecord(path, line, value, previous))
    }
  }
  if (!ended) throw badStore(path, 'is cut off: its last line is missing')
}

/** The run whose counts a file beside the store has, and the directory of its parts. */
export interface Origin {
  run: string
  directory: string
}

/** What the first line of a store says; null: nothing, or it can't be read. */
export async function readOrigin(path: string): Promise<Origin | null> {
  try {
    for await (const [line] of readLines(path, { gzip: isGzip(path) }))
      return line ? decodeOrigin(parseLine(line)) : null
  } catch {
    // Of no use to anybody.
  }
  return null
}

function decodeOrigin(header: unknown): Origin {
  const origin = toObject(field(toObject(header, 'header'), 'origin'), 'origin')
  return { run: toText(field(origin, 'run'), 'run'), directory: toText(field(origin, 'directory'), 'directory') }
}

/** Writes sorted records to a new file. Deletes it again if that fails; throws a TstraceError 'file-unwritable'. */
export async function writeStore(path: string, files: AsyncIterable<FileCounts>, origin?: Origin): Promise<void> {
  const compress = isGzip(path) ? (await import('node:zlib')).createGzip() : null
  // flush: a rename must not overtake the content on its way to the disk.
  const file = createWriteStream(path, { flags: 'wx', flush: true })
  const lines = storeLines(files, origin)
  try {
    await (compress ? pipeline(lines, compress, file) : pipeline(lines, file))
  } catch (error) {
    await rm(path, { force: true }).catch(() => {})
    throw isSystemError(error) ? unwritable(path, error) : error
  }
}

/** That the store can't be written, with the reason. */
export function unwritable(path: string, error: unknown): TstraceError {
  return new TstraceError(
    'file-unwritable',
    `"${path}" can't be written. ${reasonOf(error)}. ${adviceFor(error)}, or name another file.`,
    error,
  )
}

/** A store is replaced as a whole: another file takes its name. */
function adviceFor(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EBUSY') return 'It is mounted by itself, so no file can take its place: mount its directory instead'
  if (code === 'EPERM') return 'It may belong to another user, who alone may replace it: give it to one user'
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'Make room there'
  return 'Make the directory writable'
}

/** That the store can't be used. */
export function badStore(path: string, why: string, cause?: unknown): TstraceError {
  return new TstraceError(
    'bad-store',
    `The store "${path}" ${why}. It was left as it is: restore it from a copy, or move it away to start a new one.`,
    cause,
  )
}

async function* storeLines(files: AsyncIterable<FileCounts>, origin: Origin | undefined): AsyncGenerator<string> {
  yield `${withChecksum(JSON.stringify({ tstrace: 'store', version, origin }))}\n`
  let lines = 2
  let previous: FileCounts | undefined
  for await (const file of files) {
    if (!isInOrder(previous, file)) throw new Error(`records out of order: "${file.path}"`)
    yield `${withChecksum(encodeFile(file))}\n`
    lines++
    previous = file
  }
  yield endLine(lines)
}

async function* readStoreLines(path: string): AsyncGenerator<TextLine[]> {
  try {
    yield* readLines(path, { gzip: isGzip(path) })
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') throw missingStore(path, error)
    throw badStore(path, `can't be read: ${reasonOf(error)}`, error)
  }
}

/** @param checker null after the end. */
function parseStoreLine(path: string, line: TextLine, checker: LineChecker | null): unknown {
  if (checker === null) throw badStore(path, `goes on after its end, on line ${line.number}`)
  try {
    return parseLine(line, checker)
  } catch (error) {
    if (!line.whole) throw badStore(path, `is cut off on line ${line.number}`, error)
    throw badStore(path, `is broken on line ${line.number}: ${reasonOf(error)}`, error)
  }
}

/** Returns true. */
function checkEnd(path: string, line: TextLine, end: unknown, checker: LineChecker): boolean {
  try {
    checker.checkEnd(field(toObject(end, 'end'), 'lines'))
    return true
  } catch (error) {
    throw badStore(path, `is broken on line ${line.number}: ${reasonOf(error)}`, error)
  }
}

function checkHeader(path: string, value: unknown): void {
  const header = typeof value === 'object' && value !== null ? value : {}
  if (field(header, 'tstrace') !== 'store') throw badStore(path, 'does not begin like one: tstrace did not write it')
  const found = field(header, 'version')
  if (found !== version)
    throw badStore(path, `has the version ${JSON.stringify(found)}, and this tstrace reads ${version}`)
}

function decodeRecord(path: string, line: TextLine, value: unknown, previous: FileCounts | undefined): FileCounts {
  try {
    const file = decodeFile(value)
    if (isInOrder(previous, file)) return file
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    throw badStore(path, `is broken on line ${line.number}: ${error.message}`, error)
  }
  throw badStore(path, `is broken on line ${line.number}: its records are not sorted`)
}

function isInOrder(previous: FileCounts | undefined, next: FileCounts): boolean {
  return previous === undefined || compareRecords(previous, next) < 0
}

function missingStore(path: string, cause: Error): TstraceError {
  return new TstraceError('bad-store', `There is no store "${path}". Check the name, or count into it first.`, cause)
}
