import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { TestProject, Vitest } from 'vitest/node'
import type { Warning } from '../../src/model/error.ts'
import type { ResolvedOptions } from '../../src/options/options.ts'
import { TestRun, openRunDirectory } from '../../src/test-run/test-run.ts'
import type { WorkerConfig } from '../messages.ts'
import { escapeGlob } from './escape-glob.ts'
import { UntestedFiles } from './untested-files.ts'
import { writesBlob } from './vitest-internals.ts'

/** All runs of one Vitest. */
export class VitestRun extends TestRun {
  /** The traced ones. */
  readonly projects: Set<TestProject> = new Set()
  readonly untested: UntestedFiles = new UntestedFiles()
  /** Why other projects are not traced, and what else is to be said after each run. */
  readonly leftOut: Warning[] = []

  /** Its sources are traced; its tests and setup files are not. */
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

export async function startVitestRun(vitest: Vitest, options: ResolvedOptions): Promise<VitestRun> {
  const root = realpathSync(vitest.config.root)
  return new VitestRun(root, await openRunDirectory(root), options)
}

export function workerConfigFor({ id, root, directory, options }: TestRun, project: TestProject): WorkerConfig {
  const { engine, timing, coverdir } = options
  const blob = writesBlob(project.vitest.config)
  return { root, directory, run: id, project: project.name, engine, blob, traces: resolve(root, coverdir), timing }
}
