/** Our plugins in a Vitest. Every run loads this file, also one that traces nothing, so it is small. */
import type { ViteDevServer } from 'vite'
import type { Vitest } from 'vitest/node'
import type { Transform } from '../../src/test-run/transform.ts'
import type { RunOwner } from './run-owner.ts'

/** The `api` of the plugin named `tstrace`. */
export interface PluginApi {
  owner: RunOwner
  /** From now on the plugin transforms with this. */
  use(transform: Transform): void
}

/** The plugin whose options are used: that of the root's configuration, else that of the first project with one. */
export function findLeadingPlugin({ vite, projects }: Vitest): PluginApi | undefined {
  for (const server of [vite, ...projects.map((project) => project.vite)]) {
    const found = findPlugin(server)
    if (found) return found
  }
  return undefined
}

export function findPlugin({ config }: ViteDevServer): PluginApi | undefined {
  return config.plugins.find(({ name }) => name === 'tstrace')?.api as PluginApi | undefined
}
