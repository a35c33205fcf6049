/** Runs in the main process before all tests: the last chance to add projects that are configured without our plugin. */
import type { TestProject } from 'vitest/node'
import { findPlugin } from './find-plugin.ts'

export default async function addProjects({ vitest }: TestProject): Promise<void> {
  await findPlugin(vitest.vite)?.owner.addAllProjects(vitest, 'running')
}
