/** Runs in the main process before all tests: the last chance to add projects that are configured without our plugin. */
import type { TestProject } from 'vitest/node'
import { findPlugin } from './find-plugin.ts'
import type { RunOwner } from './run-owner.ts'

export default async function addProjects({ vitest }: TestProject): Promise<void> {
  await findPlugin<RunOwner>(vitest.vite)?.owner.addAllProjects(vitest, 'running')
}
