/** Which of the plugins in a Vitest traces. Loaded before there is anything to trace, so it is small. */
import type { ViteDevServer } from 'vite'
import type { Vitest } from 'vitest/node'
import type { Transform } from '../../src/test-run/transform.ts'
import type { Tracing } from './run-owner.ts'

/** What our plugins know of each other: `api` of the one called `tstrace`. */
export interface PluginApi {
  tracing: Tracing
  /** From now on the plugin does this to what passes through it. */
  use(transform: Transform): void
}

/** That of the root's configuration, else that of the first project with one. */
export function pluginInCharge({ vite, projects }: Vitest): PluginApi | undefined {
  for (const server of [vite, ...projects.map((project) => project.vite)]) {
    const found = pluginOf(server)
    if (found) return found
  }
  return undefined
}

export function pluginOf({ config }: ViteDevServer): PluginApi | undefined {
  return config.plugins.find(({ name }) => name === 'tstrace')?.api as PluginApi | undefined
}
