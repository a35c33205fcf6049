import type { Plugin } from 'vitest/config'
import type { TstraceOptions } from '../../src/options/options.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import type { Transform } from '../../src/test-run/transform.ts'
import { builtFile } from '../../src/process/built-file.ts'
import { type PluginApi, findLeadingPlugin } from './find-plugin.ts'
import { RunOwner } from './run-owner.ts'
import { defineCacheKey } from './vitest-internals.ts'

/** The first one transforms the user's sources, the second one what esbuild makes of them, the third one the output of other plugins. */
export function createPlugins(options: TstraceOptions): [Plugin, Plugin, Plugin] {
  let transform: Transform | null = null
  const source: Plugin = {
    name: 'tstrace',
    enforce: 'pre',
    config: () => ({ test: { globalSetup: [builtFile('vitest-plugin/global-setup.js')] } }),
    async configureVitest({ vitest, project, ...context }) {
      const { owner } = findLeadingPlugin<RunOwner>(vitest) ?? api
      transform = (await owner.addProject(vitest, project)) ?? transform
      defineCacheKey(context, owner.cacheKey(vitest))
    },
    transform(code, id) {
      return transform?.source(code, id) ?? null
    },
  }
  const transpiled: Plugin = {
    name: 'tstrace:transpiled',
    transform(code, id) {
      return transform?.transpiled(code, id) ?? null
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
  const api: PluginApi<RunOwner> = {
    owner: new RunOwner(resolveOptions(options), [source, transpiled, output]),
    use: (wanted) => void (transform = wanted),
  }
  source.api = api
  return [source, transpiled, output]
}
