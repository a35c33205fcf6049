/** Runs in the main process before any test: the last chance to reach projects whose configuration does not have our plugin. */
import type { TestProject } from 'vitest/node'
import { pluginOf } from './in-charge.ts'

export default async function reachProjects({ vitest }: TestProject): Promise<void> {
  await pluginOf(vitest.vite)?.tracing.reachAll(vitest, 'running')
}
