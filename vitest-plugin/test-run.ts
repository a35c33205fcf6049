import { randomUUID } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject, Vitest } from 'vitest/node'
import type { Warning } from '../src/model/error.ts'
import type { ResolvedOptions } from '../src/model/options.ts'
import { toFilePath } from '../src/model/paths.ts'
import { type Selector, createSelector } from '../src/select.ts'
import { createRunDirectory } from '../src/store/parts.ts'
import type { WorkerOrders } from './messages.ts'

/** What the plugin, the workers and the reporter have in common, for as long as Vitest runs. */
export class TestRun {
  readonly id: string = randomUUID()
  readonly root: string
  readonly directory: string
  readonly options: ResolvedOptions
  readonly warnings: Map<string, Warning> = new Map()
  readonly #excluded: string[] = []
  #select: Selector

  constructor(root: string, directory: string, options: ResolvedOptions) {
    this.root = root
    this.directory = directory
    this.options = options
    this.#select = createSelector(root, options)
  }

  /** Its tests and setup files are not traced. */
  addProject({ config }: TestProject): void {
    const files = [...config.setupFiles, ...[config.globalSetup].flat()]
    this.#excluded.push(...config.include, ...files.map((file) => escapeGlob(toFilePath(this.root, file))))
    this.#select = createSelector(this.root, this.options, this.#excluded)
  }

  select: Selector = (path) => this.#select(path)

  warn(warnings: Iterable<Warning>): void {
    for (const warning of warnings) this.warnings.set(warning.message, warning)
  }
}

export async function startTestRun(vitest: Vitest, options: ResolvedOptions): Promise<TestRun> {
  const root = realpathSync(vitest.config.root)
  return new TestRun(root, await createRunDirectory(join(root, 'node_modules/.cache/tstrace')), options)
}

export function workerOrders({ id, root, directory, options }: TestRun): WorkerOrders {
  return { root, directory, run: id, engine: options.engine }
}

function escapeGlob(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&')
}
