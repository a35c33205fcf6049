/** Our plugins in a Vitest. Every run loads this file, also one that traces nothing, so it is small. */
import type { ViteDevServer } from 'vite'
import type { Vitest } from 'vitest/node'
import type { Transform } from '../../src/test-run/transform.ts'

/** The `api` of the plugin named `tstrace`. */
export interface PluginApi<Owner> {
  owner: Owner
  /** From now on the plugin transforms with this. */
  use(transform: Transform): void
}

/** The plugin whose options are used: that of the root's configuration, else that of the first project with one. */
export function findLeadingPlugin<Owner>({ vite, projects }: Vitest): PluginApi<Owner> | undefined {
  for (const server of [vite, ...projects.map((project) => project.vite)]) {
    const found = findPlugin<Owner>(server)
    if (found) return found
  }
  return undefined
}

export function findPlugin<Owner>({ config }: ViteDevServer): PluginApi<Owner> | undefined {
  return config.plugins.find(({ name }) => name === 'tstrace')?.api as PluginApi<Owner> | undefined
}
