/** Where the workers put what they counted, and what is known of the test files that have. */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from '@jest/reporters'
import { partName } from '../src/store/part-file.ts'
import { createRunDirectory } from '../src/store/parts.ts'

/** One run, or all runs of watch mode. */
export class Session {
  readonly id: string = randomUUID()
  /** Of the parts. */
  readonly directory: string
  /** There is a report of what ran so far. */
  hasReport = false
  /** When they began last. */
  readonly #started = new Map<string, number>()
  /** The test files that should have reported, by the name of their part. */
  readonly #ended = new Map<string, string>()

  constructor(directory: string) {
    this.directory = directory
  }

  /** Absolute paths, each once. */
  get testFiles(): string[] {
    return [...new Set(this.#ended.values())]
  }

  start({ context, path }: Test): void {
    this.#started.set(partOf(context.config.id, path), Date.now())
  }

  /** What it counted before is replaced, also by nothing. */
  end({ context, path }: Test): void {
    const part = partOf(context.config.id, path)
    this.#ended.set(part, path)
    const written = statSync(this.#path(part), { throwIfNoEntry: false })
    if (written && written.mtimeMs < (this.#started.get(part) ?? 0)) rmSync(this.#path(part))
  }

  /** A test file that is no more counts no more. */
  dropDeleted(): void {
    for (const [part, path] of this.#ended) {
      if (existsSync(path)) continue
      this.#ended.delete(part)
      rmSync(this.#path(part), { force: true })
    }
  }

  /** Nothing was delivered. */
  close(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }

  #path(part: string): string {
    return join(this.directory, partName(part))
  }
}

/**
 * The id of what a test file delivers. If it runs again, on another worker after the first one died or in watch mode,
 * the last time counts: the part has the same name.
 */
export function partOf(project: string, testPath: string): string {
  return createHash('sha256').update(`${project}\n${testPath}`).digest('hex').slice(0, 16)
}

/** Jest makes a new reporter for every run of watch mode, and has no other place for what they share. */
const watching = new Map<string, Promise<Session>>()

export function joinSession(root: string, watches: boolean): Promise<Session> {
  if (!watches) return openSession(root)
  const session = watching.get(root) ?? openSession(root)
  watching.set(root, session)
  return session
}

async function openSession(root: string): Promise<Session> {
  const directory = await createRunDirectory(join(root, 'node_modules/.cache/tstrace')).catch(() =>
    // An installation that nobody may write to.
    createRunDirectory(join(tmpdir(), 'tstrace')),
  )
  return new Session(directory)
}
