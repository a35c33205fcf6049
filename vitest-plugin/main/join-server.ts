/** How plugins come into a server whose configuration does not have them. */
import type { Plugin, ViteDevServer } from 'vite'

/**
 * As if they had been configured: the first before all others, the second behind them. `key` is what their output depends
 * on: Vitest keeps that for later runs under the names of all plugins.
 */
export function joinServer(server: ViteDevServer, [first, last]: readonly [Plugin, Plugin], key: string): void {
  const environments = environmentsOf(server)
  for (const { pluginContainer } of environments) {
    // The order is made up once, and kept in this array.
    const sorted = pluginContainer.getSortedPlugins('transform')
    sorted.unshift(first)
    sorted.push(last)
  }
  for (const plugins of new Set([
    server.config.plugins as Plugin[],
    ...environments.map(({ config }) => config.plugins),
  ])) {
    plugins.unshift(first)
    plugins.push(last, { name: `tstrace:${key}` })
  }
}

interface Environment {
  config: { plugins: Plugin[] }
  pluginContainer: { getSortedPlugins(hook: 'transform'): Plugin[] }
}

/** Vite 5 has one for all: the server. */
function environmentsOf(server: ViteDevServer): Environment[] {
  const { environments } = server as { environments?: object }
  return environments ? Object.values(environments) : [server as unknown as Environment]
}
