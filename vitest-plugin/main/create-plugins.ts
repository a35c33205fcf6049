import type { Plugin } from 'vitest/config'
import type { VitestPluginContext } from 'vitest/node'
import type { TstraceOptions } from '../../src/options/options.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import type { Transform } from '../../src/test-run/transform.ts'
import { builtFile } from '../../src/process/built-file.ts'
import { type PluginApi, pluginInCharge } from './in-charge.ts'
import { Tracing } from './run-owner.ts'

/** The first transforms what the user wrote, the second what other plugins made of it. */
export function createPlugins(options: TstraceOptions): [Plugin, Plugin] {
  let transform: Transform | null = null
  const source: Plugin = {
    name: 'tstrace',
    enforce: 'pre',
    config: () => ({ test: { globalSetup: [builtFile('vitest-plugin/global-setup.js')] } }),
    async configureVitest({ vitest, project, ...context }) {
      const { tracing } = pluginInCharge(vitest) ?? api
      transform = (await tracing.reach(vitest, project)) ?? transform
      defineCacheKey(context, tracing.cacheKey(vitest))
    },
    transform(code, id) {
      return transform?.source(code, id) ?? null
    },
  }
  const output: Plugin = {
    name: 'tstrace:output',
    transform: {
      order: 'post',
      handler(code, id) {
        return transform?.output(code, id, () => this.getCombinedSourcemap()) ?? null
      },
    },
  }
  const api: PluginApi = {
    tracing: new Tracing(resolveOptions(options), [source, output]),
    use: (wanted) => void (transform = wanted),
  }
  source.api = api
  return [source, output]
}

/** A cached transform is of no use to a run with other options, or without tstrace. */
function defineCacheKey(context: Omit<VitestPluginContext, 'vitest' | 'project'>, key: string): void {
  type Define = VitestPluginContext['experimental_defineCacheKeyGenerator']
  const { defineCacheKeyGenerator, experimental_defineCacheKeyGenerator } = context as Record<
    string,
    Define | undefined
  >
  const define = defineCacheKeyGenerator ?? experimental_defineCacheKeyGenerator
  define?.(() => key)
}
