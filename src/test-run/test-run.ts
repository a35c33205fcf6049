/** A run of a test runner's, as the processes know it that report it. */
import { randomUUID } from 'node:crypto'
import { rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Warning } from '../model/error.ts'
import type { ResolvedOptions } from '../options/options.ts'
import type { Selector } from '../selection/select.ts'
import { createRunDirectory } from '../store/parts.ts'
import { type ExpectedTestFiles, type SavedRun, saveRun } from '../run/saved-run.ts'
import { type UntracedFiles, createTestRunSelector } from '../selection/untraced.ts'

export class TestRun {
  readonly id: string
  readonly root: string
  /** Of the parts. */
  readonly directory: string
  readonly options: ResolvedOptions
  readonly warnings: Map<string, Warning> = new Map()
  /** Test files of the run whose names the test runner keeps to itself, as it has not started them. */
  unnamed = 0
  readonly #untraced: UntracedFiles[]
  #select: Selector

  constructor(
    root: string,
    directory: string,
    options: ResolvedOptions,
    saved: Pick<SavedRun, 'id' | 'untraced' | 'unnamed'> = { id: randomUUID(), untraced: [], unnamed: 0 },
  ) {
    this.id = saved.id
    this.root = root
    this.directory = directory
    this.options = options
    this.unnamed = saved.unnamed
    this.#untraced = [...saved.untraced]
    this.#select = createTestRunSelector(root, options, this.#untraced)
  }

  /** For another process, should this one not come to its end. */
  save(expected: ExpectedTestFiles): void {
    const { id, root, options, directory, unnamed } = this
    const warnings = [...this.warnings.values()]
    saveRun(directory, { id, root, options, untraced: this.#untraced, expected: [...expected], unnamed, warnings })
  }

  /** The same run, reported in another way. */
  withOptions(options: ResolvedOptions): TestRun {
    const { id, root, directory, unnamed } = this
    return new TestRun(root, directory, options, { id, untraced: this.#untraced, unnamed })
  }

  /** Tests and setup files are not traced. */
  leaveOut(untraced: UntracedFiles): void {
    const known = this.#untraced.map((one) => JSON.stringify(one))
    if (known.includes(JSON.stringify(untraced))) return
    this.#untraced.push(untraced)
    this.#select = createTestRunSelector(this.root, this.options, this.#untraced)
  }

  select: Selector = (path) => this.#select(path)

  warn(warnings: Iterable<Warning>): void {
    for (const warning of warnings) this.warnings.set(warning.message, warning)
  }
}

/** Removed when the process ends, if there is nothing in it: tests were only listed, or the test runner could not start. */
export async function openRunDirectory(root: string): Promise<string> {
  const directory = await createRunDirectory(join(root, 'node_modules/.cache/tstrace')).catch(() =>
    // An installation that nobody may write to.
    createRunDirectory(join(tmpdir(), 'tstrace')),
  )
  process.prependOnceListener('exit', () => removeIfEmpty(directory))
  return directory
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory)
  } catch {
    // It is gone already, or parts of a run that was interrupted are in it.
  }
}
