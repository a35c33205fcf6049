/** One run of a test runner, or all runs of a watch mode. */
import { randomUUID } from 'node:crypto'
import { rmdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { FilePath } from '../model/counts.ts'
import type { Warning } from '../model/error.ts'
import { toFilePath } from '../model/paths.ts'
import type { ResolvedOptions } from '../options/options.ts'
import type { Selector } from '../selection/select.ts'
import { createRunDirectory } from '../store/parts.ts'
import { userDirectory } from '../store/user-directory.ts'
import { type ExpectedTestFiles, type SavedRun, saveRun } from '../run/saved-run.ts'
import { type UntracedFiles, createTestRunSelector } from '../selection/untraced.ts'

export class TestRun {
  readonly id: string
  readonly root: string
  /** Where the parts are. */
  readonly directory: string
  readonly options: ResolvedOptions
  /** By their messages. */
  readonly warnings: Map<string, Warning> = new Map()
  /** What was loaded in this process, and `include` did not let in. */
  readonly refused: Set<FilePath> = new Set()
  /** Where the digest is printed. */
  output: NodeJS.WriteStream = process.stdout
  /** How many test files were not started, so that their names are unknown. */
  unnamed: number
  /** In watch mode: a report of an earlier run exists. */
  hasReport = false
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

  /** For another process, which reports the run if this one cannot. */
  save(expected: ExpectedTestFiles): void {
    const { id, root, options, directory, unnamed } = this
    const warnings = [...this.warnings.values()]
    saveRun(directory, { id, root, options, untraced: this.#untraced, expected: [...expected], unnamed, warnings })
  }

  /** The same run with other options for its report. */
  withOptions(options: ResolvedOptions): TestRun {
    const { id, root, directory, unnamed } = this
    return new TestRun(root, directory, options, { id, untraced: this.#untraced, unnamed })
  }

  /** Excludes tests and setup files. */
  leaveOut(untraced: UntracedFiles): void {
    const known = this.#untraced.map((one) => JSON.stringify(one))
    if (known.includes(JSON.stringify(untraced))) return
    this.#untraced.push(untraced)
    this.#select = createTestRunSelector(this.root, this.options, this.#untraced)
  }

  select: Selector = (path) => {
    const disposition = this.#select(path)
    if (!disposition.trace && disposition.reason === 'include') this.refused.add(toFilePath(this.root, path))
    return disposition
  }

  warn(warnings: Iterable<Warning>): void {
    for (const warning of warnings) this.warnings.set(warning.message, warning)
  }
}

/** If it is empty when the process ends, it is removed: tests were only listed, or the test runner could not start. */
export async function openRunDirectory(root: string): Promise<string> {
  const directory = await createRunDirectory(join(root, 'node_modules/.cache/tstrace')).catch(() =>
    // The installation is read-only.
    createRunDirectory(userDirectory()),
  )
  process.prependOnceListener('exit', () => removeIfEmpty(directory))
  return directory
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory)
  } catch {
    // It is gone already, or it holds the parts of an interrupted run.
  }
}
