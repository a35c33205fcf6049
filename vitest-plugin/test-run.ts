import { randomUUID } from 'node:crypto'
import { realpathSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import process from 'node:process'
import type { TestProject, Vitest } from 'vitest/node'
import type { Warning } from '../src/model/error.ts'
import type { ResolvedOptions } from '../src/model/options.ts'
import { toFilePath } from '../src/model/paths.ts'
import { type Selector, createSelector } from '../src/select.ts'
import { createRunDirectory } from '../src/store/parts.ts'
import { writesBlob } from './blobs.ts'
import { builtFile } from './built-file.ts'
import type { WorkerOrders } from './messages.ts'
import { type ExpectedTestFiles, type SavedRun, saveRun } from './saved-run.ts'

type SavedIdentity = Pick<SavedRun, 'id' | 'tests' | 'setupFiles'>

/** What the plugin, the workers and the reporter have in common, for as long as Vitest runs. */
export class TestRun {
  readonly id: string
  readonly root: string
  readonly directory: string
  readonly options: ResolvedOptions
  readonly warnings: Map<string, Warning> = new Map()
  /** Those that are traced. */
  readonly projects: Set<TestProject> = new Set()
  /** Why others can't be. */
  readonly leftOut: Warning[] = []
  readonly #tests: string[]
  readonly #setupFiles: Set<string>
  #select: Selector

  constructor(root: string, directory: string, options: ResolvedOptions, saved?: SavedIdentity) {
    this.id = saved?.id ?? randomUUID()
    this.root = root
    this.directory = directory
    this.options = options
    this.#tests = [...(saved?.tests ?? [])]
    this.#setupFiles = new Set(saved?.setupFiles)
    this.#select = createSelector(root, options, this.#tests)
  }

  /** For another process, should this one not come to its end. */
  save(expected: ExpectedTestFiles): void {
    const { id, root, options, directory } = this
    const [tests, setupFiles, warnings] = [this.#tests, [...this.#setupFiles], [...this.warnings.values()]]
    saveRun(directory, { id, root, options, tests, setupFiles, expected: [...expected], warnings })
  }

  /** Its sources are traced, its tests and setup files are not. */
  addProject(project: TestProject): void {
    this.projects.add(project)
    const { config } = project
    const base = toFilePath(this.root, realpathSync(config.root))
    this.#tests.push(...(base === '' ? config.include : config.include.map((glob) => `${escapeGlob(base)}/${glob}`)))
    this.#select = createSelector(this.root, this.options, this.#tests)
    for (const file of [...config.setupFiles, ...[config.globalSetup].flat()]) this.#setupFiles.add(file)
  }

  select: Selector = (path) => {
    if (this.#setupFiles.has(path)) return { trace: false, reason: 'setup file' }
    // Linked in, we are no package like others.
    return path.startsWith(ourOwn) ? { trace: false, reason: 'tstrace' } : this.#select(path)
  }

  warn(warnings: Iterable<Warning>): void {
    for (const warning of warnings) this.warnings.set(warning.message, warning)
  }
}

const ourOwn = builtFile('..') + sep

export async function startTestRun(vitest: Vitest, options: ResolvedOptions): Promise<TestRun> {
  const root = realpathSync(vitest.config.root)
  const directory = await createRunDirectory(join(root, 'node_modules/.cache/tstrace')).catch(() =>
    // An installation that nobody may write to.
    createRunDirectory(join(tmpdir(), 'tstrace')),
  )
  process.prependOnceListener('exit', () => removeIfEmpty(directory))
  return new TestRun(root, directory, options)
}

export function workerOrders({ id, root, directory, options }: TestRun, { name, vitest }: TestProject): WorkerOrders {
  return { root, directory, run: id, project: name, engine: options.engine, blob: writesBlob(vitest.config) }
}

/** Nothing ran: tests were only listed, or Vitest could not start. */
function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory)
  } catch {
    // It is gone already, or parts of a run that was interrupted are in it.
  }
}

function escapeGlob(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&')
}
