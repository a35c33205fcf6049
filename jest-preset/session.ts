/** Where the workers of a Jest process find out which run is on, and leave what they counted. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { FileCounts } from '../src/model/counts.ts'
import type { Warning } from '../src/model/error.ts'
import { type PartHeader, partName } from '../src/store/part-file.ts'
import { createRunDirectory, writePart } from '../src/store/parts.ts'

export interface TestRun {
  id: string
  /** Of its parts. */
  directory: string
}

/** One directory for a process, so that what is told to the workers is the same from run to run in watch mode. */
export function openSession(root: string): string {
  const name = `jest-${process.pid}-${Math.round(performance.timeOrigin).toString(36)}`
  const inProject = join(root, 'node_modules/.cache/tstrace', name)
  try {
    mkdirSync(inProject, { recursive: true })
    return inProject
  } catch {
    // An installation that nobody may write to.
    const elsewhere = join(tmpdir(), 'tstrace', name)
    mkdirSync(elsewhere, { recursive: true })
    return elsewhere
  }
}

export async function startRun(session: string): Promise<TestRun> {
  const run: TestRun = { id: randomUUID(), directory: await createRunDirectory(session) }
  writeFileSync(join(session, current), JSON.stringify(run))
  return run
}

export function currentRun(session: string): TestRun {
  return JSON.parse(readFileSync(join(session, current), 'utf8')) as TestRun
}

/**
 * Hands over what one test file counted. If it runs again, on another worker after the first one died, the last time
 * counts: the part has the same name. It gets into the run's directory when it is whole.
 */
export function deliver(session: string, run: TestRun, key: string, header: PartHeader, counts: FileCounts[]): void {
  // Of a worker that died as it wrote.
  rmSync(join(session, partName(key)), { force: true })
  writePart(session, header, counts, key)
  renameSync(join(session, partName(key)), join(run.directory, partName(key)))
}

/** What else there is to tell, of the files that a test file loaded. */
export function deliverWarnings(session: string, key: string, warnings: Warning[]): void {
  const file = join(session, `warnings-${key}.json`)
  if (warnings.length > 0) writeFileSync(file, JSON.stringify(warnings))
  else rmSync(file, { force: true })
}

export function readWarnings(session: string): Warning[] {
  const files = readdirSync(session).filter((name) => name.startsWith('warnings-'))
  const all = files.flatMap((name) => JSON.parse(readFileSync(join(session, name), 'utf8')) as Warning[])
  return [...new Map(all.map((warning) => [warning.message, warning])).values()]
}

export function closeSession(session: string): void {
  for (const name of readdirSync(session)) {
    if (name === current || name.startsWith('warnings-')) rmSync(join(session, name), { force: true })
  }
  try {
    rmdirSync(session)
  } catch {
    // Parts of a run that was interrupted are in it.
  }
}

const current = 'current.json'
