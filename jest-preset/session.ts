/** Where the workers of a Jest process find out which run is on, and put its parts. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createRunDirectory } from '../src/store/parts.ts'

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

export function closeSession(session: string): void {
  rmSync(join(session, current), { force: true })
  try {
    rmdirSync(session)
  } catch {
    // Parts of a run that was interrupted are in it.
  }
}

const current = 'current.json'
