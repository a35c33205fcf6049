/** One run, or all runs of watch mode, and what is known of the test files in it. */
import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Test, TestResult } from '@jest/reporters'
import type { FilePath } from '../../src/model/counts.ts'
import type { ResolvedOptions } from '../../src/options/options.ts'
import { toFilePath } from '../../src/model/paths.ts'
import { partName } from '../../src/store/part-file.ts'
import type { ExpectedTestFiles } from '../../src/run/saved-run.ts'
import { TestRun, openRunDirectory } from '../../src/test-run/test-run.ts'
import { partOf } from '../worker-config.ts'

interface StartedTestFile {
  /** Absolute. */
  path: string
  startedAt: number
  /** Should it not have reported. */
  absence: string
}

export class Session extends TestRun {
  /** There is a report of what ran so far. */
  hasReport = false
  /** By the id of their parts. */
  readonly #testFiles = new Map<string, StartedTestFile>()

  /** Of test files that are to run, Jest tells how many there are; which, as they start. */
  begin(total: number): void {
    this.warnings.clear()
    this.unnamed = total
  }

  start({ context, path }: Test): void {
    this.unnamed--
    const absence = 'the run ended before it did'
    this.#testFiles.set(partOf(context.config.id, path), { path, startedAt: Date.now(), absence })
  }

  /** What it counted before is replaced, also by nothing. */
  end({ context, path }: Test, { testExecError }: TestResult): void {
    const part = partOf(context.config.id, path)
    const known = this.#testFiles.get(part)
    if (known) known.absence = testExecError ? 'it failed, or its worker died' : 'its environment ended early'
    const written = statSync(this.#path(part), { throwIfNoEntry: false })
    if (written && written.mtimeMs < (known?.startedAt ?? 0)) rmSync(this.#path(part))
  }

  /** A test file that is no more counts no more. */
  dropDeleted(): void {
    for (const [part, { path }] of this.#testFiles) {
      if (existsSync(path)) continue
      this.#testFiles.delete(part)
      rmSync(this.#path(part), { force: true })
    }
  }

  /** One that ran in several projects is one. */
  get expected(): ExpectedTestFiles {
    const all = Array.from(this.#testFiles.values(), ({ path, absence }): [FilePath, string] => {
      return [toFilePath(this.root, path), absence]
    })
    return new Map(all)
  }

  #path(part: string): string {
    return join(this.directory, partName(part))
  }
}

export async function openSession(root: string, options: ResolvedOptions): Promise<Session> {
  return new Session(root, await openRunDirectory(root), options)
}
