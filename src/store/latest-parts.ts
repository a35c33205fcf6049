/** The parts in force while the same test files run again and again, as in watch mode: of each, those of its last run. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FilePath } from '../model/counts.ts'
import { inspectPart, type PartHeader } from './part-file.ts'

/** A test file, in one project of several that may run it: equal text for equal ones. */
export type TestFileKey = string

export function testFileKey({ testFile, project = '' }: Pick<PartHeader, 'testFile' | 'project'>): TestFileKey {
  return JSON.stringify([project, testFile])
}

/** Removes from the run's directory what is no longer in force: whoever reads the directory reads the rest. */
export class LatestParts {
  readonly #directory: string
  readonly #run: string
  /** Whose they are, by their names. Grows with the test files, not with how often they run. */
  readonly #inForce = new Map<string, TestFileKey>()

  constructor(directory: string, run: string) {
    this.#directory = directory
    this.#run = run
  }

  /**
   * After some test files ran again. The new parts of those that ran to their end replace the ones before, also by
   * none. Of those that were interrupted the ones before stay, if there are any.
   */
  async settle(ended: ReadonlySet<TestFileKey>, interrupted: ReadonlySet<TestFileKey>): Promise<void> {
    const fresh = await this.#findNew()
    const known = new Set(this.#inForce.values())
    await this.#remove((key) => ended.has(key))
    for (const [name, key] of fresh) this.#inForce.set(name, key)
    await this.#remove((key, name) => fresh.has(name) && interrupted.has(key) && known.has(key))
  }

  /** The test file is no more. */
  async drop(testFile: FilePath): Promise<void> {
    await this.#remove((key) => (JSON.parse(key) as unknown[])[1] === testFile)
  }

  /** Those of a process that ran no test file stay, and so does what is no part: `readParts` names it. */
  async #findNew(): Promise<Map<string, TestFileKey>> {
    const found = new Map<string, TestFileKey>()
    for (const name of await readdir(this.#directory).catch(() => [])) {
      if (this.#inForce.has(name)) continue
      const part = await inspectPart(join(this.#directory, name)).catch(() => null)
      if (part?.kind === 'part' && part.header.run === this.#run) found.set(name, testFileKey(part.header))
    }
    return found
  }

  async #remove(isStale: (key: TestFileKey, name: string) => boolean): Promise<void> {
    for (const [name, key] of this.#inForce) {
      if (!isStale(key, name)) continue
      await rm(join(this.#directory, name), { force: true })
      this.#inForce.delete(name)
    }
  }
}
