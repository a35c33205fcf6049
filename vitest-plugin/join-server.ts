/** How plugins come into a server whose configuration does not have them. */
import type { Plugin, ViteDevServer } from 'vite'

interface PluginContainer {
  getSortedPlugins(hook: 'transform'): Plugin[]
}

/**
 * As if they had been configured: the first before all others, the second behind them. `key` is what their output depends
 * on: Vitest keeps that for later runs under the names of all plugins.
 */
export function joinServer(server: ViteDevServer, [first, last]: readonly [Plugin, Plugin], key: string): void {
  for (const container of pluginContainers(server)) {
    // The order is made up once, and kept in this array.
    const sorted = container.getSortedPlugins('transform')
    sorted.unshift(first)
    sorted.push(last)
  }
  const plugins = server.config.plugins as Plugin[]
  plugins.unshift(first)
  plugins.push(last, { name: `tstrace:${key}` })
}

function pluginContainers(server: ViteDevServer): PluginContainer[] {
  // Vite 5 has one for all.
  const { environments } = server as { environments?: ViteDevServer['environments'] }
  if (!environments) return [server.pluginContainer as unknown as PluginContainer]
  return Object.values(environments).map(({ pluginContainer }) => pluginContainer as unknown as PluginContainer)
}
