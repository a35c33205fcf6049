/** Reading the parts of a run: every whole record counts, and whatever is not one is named. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileCounts, FilePath } from '../model/counts.ts'
import { TstraceError, type Warning } from '../model/error.ts'
import { decodeFile } from './decode.ts'
import { LineChecker } from './checked-line.ts'
import { DecodeError, field } from './decode-values.ts'
import { isSystemError, reasonOf } from './failure.ts'
import { isEnd, LineTooLong, parseLine, readLines, type TextLine } from './line-stream.ts'
import { inspectPart, type PartFile, runFileName } from './part-file.ts'

/** What was in a run directory, beside the counts. */
export interface PartsSummary {
  /** The test files that reported to the end, sorted. */
  testFiles: FilePath[]
  /** 'bad-part': what was torn, foreign, unreadable or of another run, and what that costs; and what the workers had to tell. */
  warnings: Warning[]
}

type Part = Extract<PartFile, { kind: 'part' }> & { path: string }
type Visit = (file: FileCounts) => void

/**
 * Hands every record of the run's parts to `visit`, one at a time. A TstraceError 'bad-part' that `visit` throws, as
 * `CountsTable.add` does, becomes a warning that names the part. Throws a TstraceError 'bad-part' where the directory
 * itself can't be read.
 */
export async function readParts(directory: string, run: string, visit: Visit): Promise<PartsSummary> {
  const problems: string[] = []
  const testFiles = new Set<FilePath>()
  const told = new Map<string, Warning>()
  for (const part of chooseCopies(await findParts(directory, run, problems))) {
    const complete = await readPart(part, visit, problems)
    if (complete && part.header.testFile !== null) testFiles.add(part.header.testFile)
    for (const warning of part.header.warnings ?? []) told.set(warning.message, warning)
  }
  const warnings = problems.map((message): Warning => ({ slug: 'bad-part', message }))
  return { testFiles: [...testFiles].sort(), warnings: [...told.values(), ...warnings] }
}

async function findParts(directory: string, run: string, problems: string[]): Promise<Part[]> {
  const parts: Part[] = []
  for (const name of await listNames(directory)) {
    const path = join(directory, name)
    const file = await inspectPart(path).catch((error: unknown) => ({ kind: 'unreadable' as const, error }))
    if (file.kind === 'part' && file.header.run === run) parts.push({ ...file, path })
    else problems.push(whyNot(path, file, run))
  }
  return parts
}

async function listNames(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => name !== runFileName).sort()
  } catch (error) {
    throw new TstraceError(
      'bad-part',
      `The counts of this run can't be read from "${directory}". ${reasonOf(error)}. If something cleans up there while the run goes on, keep it from that.`,
      error,
    )
  }
}

function whyNot(path: string, file: PartFile | { kind: 'unreadable'; error: unknown }, run: string): string {
  switch (file.kind) {
    case 'unreadable':
      return `"${path}" can't be read. ${reasonOf(file.error)}. If it was a part of this run, its counts are missing: run again.`
    case 'torn':
      return `The part "${path}" holds nothing: its process was killed as it began to write, or had no room. What it ran is missing: run again.`
    case 'version':
      return `The part "${path}" has the version ${JSON.stringify(file.version)}, which this tstrace does not read. It was left out: use one version of tstrace for the whole run.`
    case 'part':
      return `The part "${path}" belongs to the run "${file.header.run}", not to "${run}". It was left out: give each run a directory of its own.`
    case 'foreign':
      return `"${path}" is not a part that tstrace wrote. It was left alone: keep other files out of that directory.`
  }
}

/** Of copies of one part only one counts: a whole one before a cut one, a longer before a shorter. */
function chooseCopies(parts: Part[]): Iterable<Part> {
  const chosen = new Map<string, Part>()
  for (const part of parts) {
    const other = chosen.get(part.id)
    if (other === undefined || isBetter(part, other)) chosen.set(part.id, part)
  }
  return chosen.values()
}

function isBetter(part: Part, other: Part): boolean {
  return part.whole === other.whole ? part.size > other.size : part.whole
}

/** Whether the part was read to its end mark, with every line it could give. */
async function readPart(part: Part, visit: Visit, problems: string[]): Promise<boolean> {
  const name = describePart(part)
  try {
    const last = await visitLines(part, visit, (number, why) =>
      problems.push(`Line ${number} of the ${name} was left out. ${why} Run again to count it.`),
    )
    if (part.whole) return true
    problems.push(`The ${name} breaks off ${placeOf(last)}: its process was killed. ${whatIsLost}`)
  } catch (error) {
    if (!isSystemError(error) && !(error instanceof LineTooLong)) throw error
    problems.push(`The ${name} can't be read to its end. ${reasonOf(error)}. ${whatIsLost}`)
  }
  return false
}

const whatIsLost = 'What it ran after that is missing: run it again.'

/** The last line there was. */
async function visitLines(
  { path, size }: Part,
  visit: Visit,
  leaveOut: (line: number, why: string) => void,
): Promise<TextLine | undefined> {
  const checker = new LineChecker()
  let last: TextLine | undefined
  for await (const lines of readLines(path, { gzip: false, size })) {
    for (const line of lines) {
      const problem = line.whole ? visitLine(line, visit, checker) : null
      if (problem !== null) leaveOut(line.number, problem)
    }
    last = lines.at(-1)
  }
  return last
}

/** Null, or what keeps the line from counting. */
function visitLine(line: TextLine, visit: Visit, checker: LineChecker): string | null {
  try {
    const value = parseLine(line, checker)
    if (isEnd(value)) checker.checkEnd(field(value, 'lines'))
    else if (line.number > 1) visit(decodeFile(value))
    return null
  } catch (error) {
    if (error instanceof DecodeError || error instanceof SyntaxError) return `${error.message}.`
    if (error instanceof TstraceError) return error.reason
    throw error
  }
}

function describePart({ path, header }: Part): string {
  const writer = header.testFile === null ? `process ${header.worker ?? 'unknown'}` : `"${header.testFile}"`
  return `part "${path}" of ${writer}`
}

function placeOf(last: TextLine | undefined): string {
  if (last === undefined) return 'at once'
  return last.whole ? `after line ${last.number}` : `in the middle of line ${last.number}, which is dropped`
}
