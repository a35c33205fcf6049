import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Test, TestResult } from '@jest/reporters'
import type { FilePath } from '../../src/model/counts.ts'
import { toFilePath } from '../../src/model/paths.ts'
import type { ExpectedTestFiles } from '../../src/run/saved-run.ts'
import { partName } from '../../src/store/part-file.ts'
import { TestRun } from '../../src/test-run/test-run.ts'
import { partIdOf } from '../worker-config.ts'

interface StartedTestFile {
  /** Absolute. */
  path: string
  startedAt: number
  /** The reason to name if it did not report. */
  absence: string
}

/** One run, or all runs of watch mode, with its test files. */
export class JestRun extends TestRun {
  /** By the ids of their parts. */
  readonly #testFiles = new Map<string, StartedTestFile>()

  /** Jest says how many test files will run, and names each one when it starts. */
  startRun(total: number): void {
    this.warnings.clear()
    this.unnamed = total
  }

  startTestFile({ context, path }: Test): void {
    this.unnamed--
    const absence = 'the run ended before it did'
    this.#testFiles.set(partIdOf(context.config.id, path), { path, startedAt: Date.now(), absence })
  }

  /** If it wrote no part, its part of an earlier run is removed. */
  endTestFile({ context, path }: Test, { testExecError }: TestResult): void {
    const id = partIdOf(context.config.id, path)
    const known = this.#testFiles.get(id)
    if (known) known.absence = testExecError ? 'it failed, or its worker died' : 'its environment ended early'
    const written = statSync(this.#pathOf(id), { throwIfNoEntry: false })
    if (written && written.mtimeMs < (known?.startedAt ?? 0)) rmSync(this.#pathOf(id))
  }

  /** Forgets test files that were deleted. */
  dropDeleted(): void {
    for (const [id, { path }] of this.#testFiles) {
      if (existsSync(path)) continue
      this.#testFiles.delete(id)
      rmSync(this.#pathOf(id), { force: true })
    }
  }

  /** A test file of several projects counts once. */
  get expected(): ExpectedTestFiles {
    const all = Array.from(this.#testFiles.values(), ({ path, absence }): [FilePath, string] => {
      return [toFilePath(this.root, path), absence]
    })
    return new Map(all)
  }

  #pathOf(id: string): string {
    return join(this.directory, partName(id))
  }
}
