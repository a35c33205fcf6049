import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { TestProject, Vitest } from 'vitest/node'
import type { Warning } from '../../src/model/error.ts'
import type { ResolvedOptions } from '../../src/options/options.ts'
import { TestRun, openRunDirectory } from '../../src/test-run/test-run.ts'
import { writesBlob } from './blobs.ts'
import type { WorkerOrders } from '../messages.ts'

/** What the plugin, the workers and the reporter have in common, for as long as Vitest runs. */
export class VitestRun extends TestRun {
  /** Those that are traced. */
  readonly projects: Set<TestProject> = new Set()
  /** Why others can't be. */
  readonly leftOut: Warning[] = []

  /** Its sources are traced, its tests and setup files are not. */
  addProject(project: TestProject): void {
    this.projects.add(project)
    const { root, include, setupFiles, globalSetup } = project.config
    const base = escapeGlob(realpathSync(root).replaceAll('\\', '/'))
    this.leaveOut({
      tests: include.map((glob) => `${base}/${glob}`),
      testPatterns: [],
      named: [...setupFiles, ...[globalSetup].flat()],
    })
  }
}

export async function startTestRun(vitest: Vitest, options: ResolvedOptions): Promise<VitestRun> {
  const root = realpathSync(vitest.config.root)
  return new VitestRun(root, await openRunDirectory(root), options)
}

export function workerOrders({ id, root, directory, options }: TestRun, { name, vitest }: TestProject): WorkerOrders {
  const { engine, timing } = options
  const traces = resolve(root, options.coverdir)
  return { root, directory, run: id, project: name, engine, blob: writesBlob(vitest.config), traces, timing }
}

export function escapeGlob(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&')
}
