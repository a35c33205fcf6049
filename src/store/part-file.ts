/** One part, as a file: what its name and its first and last line tell, without reading the rest. */
import fs from 'node:fs'
import process from 'node:process'
import type { FilePath } from '../model/counts.ts'
import type { Warning } from '../model/error.ts'
import { protocolVersion } from '../model/protocol.ts'
import { DecodeError, field, toArray, toCount, toObject, toOneOf, toText } from './decode-values.ts'
import { withChecksum } from './checked-line.ts'
import { toJson } from './to-json.ts'

// The program may replace them while it runs.
const { closeSync, fstatSync, openSync, readSync, statSync } = fs
const { pid, hrtime } = process

/** What a part says about itself. */
export interface PartHeader {
  /** The run it belongs to. */
  run: string
  /** The test file that ran; null for a process that ran none. */
  testFile: FilePath | null
  /** Which of several projects ran it, where one test file can run in more than one. */
  project?: string
  /** The process that wrote it. */
  worker?: number
  /** Files that it could not trace, or that it was not traced itself. */
  warnings?: Warning[]
}

/** What a file in a run directory turned out to be. */
export type PartFile =
  | { kind: 'part'; id: string; header: PartHeader; size: number; whole: boolean }
  /** Named like a part, but without a whole first line: its writer was killed at once. */
  | { kind: 'torn' }
  | { kind: 'version'; version: unknown }
  | { kind: 'foreign' }

/** Beside the parts, for whoever made the directory: what it needs to know of the run. */
export const runFileName = 'run.json'

/**
 * Of the process and its clock. Not random: a worker would load `node:crypto` for it, which takes longer than all else that
 * is done for a test file. That it is new, the file system says: see `writePart`.
 */
export function newPartId(): string {
  const [seconds, nanoseconds] = hrtime()
  return hex(pid) + hex(seconds * 1e6 + nanoseconds / 1e3)
}

/** Should that one be taken. */
export function nextPartId(id: string): string {
  return hex(Number.parseInt(id.slice(0, 8), 16)) + hex(Number.parseInt(id.slice(8), 16) + 1)
}

/** The lowest 32 bits. */
function hex(number: number): string {
  return ((number % 2 ** 32) >>> 0).toString(16).padStart(8, '0')
}

export function partName(id: string): string {
  return `part-${id}.jsonl`
}

/** The id stays with the part through copies and renames: so one that is delivered twice counts once. */
export function headerLine(id: string, header: PartHeader): string {
  return `${withChecksum(toJson({ tstrace: 'part', version: protocolVersion, id, ...header }))}\n`
}

/** Looks at both ends of a file. */
export async function inspectPart(path: string): Promise<PartFile> {
  // A pipe would never be opened, a device never end.
  if (isSpecial(path)) return { kind: 'foreign' }
  const { head, tail, size } = readEnds(path)
  const end = head.indexOf('\n')
  if (end !== -1) return describe(head.slice(0, end), size, endPattern.test(tail))
  return { kind: namePattern.test(path) && isHeaderStart(head) ? 'torn' : 'foreign' }
}

const usualHeader = 1024
const longestHeader = 65_536
/** The last line; without a checksum in older parts. */
const endPattern = /(?:^|\n)\{"end":true(?:,"lines":\d+,"check":"[0-9a-f]{8}")?\}\n$/
const longestEnd = 80
const namePattern = /part-[0-9a-f]{16}\.jsonl$/
const headerStart = '{"tstrace":"part"'

function isSpecial(path: string): boolean {
  const found = statSync(path)
  return !found.isFile() && !found.isDirectory()
}

/** All at once: there may be thousands of parts, and waiting for each step takes longer than the steps. */
function readEnds(path: string): { head: string; tail: string; size: number } {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const start = readText(file, 0, usualHeader)
    const head = start.includes('\n') ? start : readText(file, 0, longestHeader)
    return { head, tail: readText(file, Math.max(0, size - longestEnd), longestEnd), size }
  } finally {
    closeSync(file)
  }
}

function readText(file: number, position: number, length: number): string {
  const buffer = Buffer.alloc(length)
  return buffer.toString('utf8', 0, readSync(file, buffer, { position }))
}

function isHeaderStart(head: string): boolean {
  return head.startsWith(headerStart) || headerStart.startsWith(head)
}

function describe(line: string, size: number, whole: boolean): PartFile {
  const header = parseHeader(line)
  if (header === null || field(header, 'tstrace') !== 'part') return { kind: 'foreign' }
  const version = field(header, 'version')
  if (version !== protocolVersion) return { kind: 'version', version }
  try {
    return { kind: 'part', id: toText(field(header, 'id'), 'id'), header: decodeHeader(header), size, whole }
  } catch (error) {
    if (error instanceof DecodeError) return { kind: 'foreign' }
    throw error
  }
}

function parseHeader(line: string): object | null {
  try {
    return toObject(JSON.parse(line), 'header')
  } catch {
    return null
  }
}

function decodeHeader(header: object): PartHeader {
  const testFile = field(header, 'testFile')
  const project = field(header, 'project')
  const worker = field(header, 'worker')
  const warnings = field(header, 'warnings')
  return {
    run: toText(field(header, 'run'), 'run'),
    testFile: testFile === null ? null : toText(testFile, 'testFile'),
    ...(project === undefined ? {} : { project: toText(project, 'project') }),
    ...(worker === undefined ? {} : { worker: toCount(worker, 'worker') }),
    ...(warnings === undefined ? {} : { warnings: toArray(warnings, 'warnings').map(decodeWarning) }),
  }
}

function decodeWarning(value: unknown): Warning {
  const warning = toObject(value, 'warning')
  const slugs = ['parse-error', 'not-counted', 'no-map', 'engine-limit', 'untraced'] as const
  const slug = toOneOf(field(warning, 'slug'), 'slug', slugs)
  const uncounted = field(warning, 'uncounted')
  return {
    slug,
    message: toText(field(warning, 'message'), 'message'),
    ...(uncounted === undefined ? {} : { uncounted: toText(uncounted, 'uncounted') }),
  }
}
