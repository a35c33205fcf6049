/** `vitest --reporter=tstrace`: no plugin in the configuration is needed, nor a configuration. */
import process from 'node:process'
import type { Plugin } from 'vite'
import type { Reporter, Vitest, ReportersMap as VitestReporters } from 'vitest/node'
import { type Warning, formatMessage } from '../../src/model/error.ts'
import type { TstraceOptions } from '../../src/options/options.ts'
import { type PluginApi, pluginInCharge } from './in-charge.ts'
import { createPlugins } from './create-plugins.ts'
import { addReporter, reportersOf } from './run-owner.ts'

/**
 * Begins to trace, unless a plugin does already.
 * @param self what Vitest has made of our name in its list of reporters.
 */
export async function traceAsReporter(vitest: Vitest, options: TstraceOptions, self: Reporter): Promise<void> {
  const configured = pluginInCharge(vitest)
  if (configured && Object.keys(options).length > 0) console.warn(formatMessage(twoSetsOfOptions(options)))
  const { tracing } = configured ?? apiOf(createPlugins(options))
  await tracing.reachAll(vitest, 'initialised')
  const { reporters } = await tracing.begin(vitest, 'initialised')
  if (reportersOf(vitest).every((one) => one === self || reporters.includes(one))) await addVitestsOwn(vitest)
}

function apiOf([plugin]: readonly Plugin[]): PluginApi {
  return plugin?.api as PluginApi
}

/** A run with nothing but us would not show which tests failed. */
async function addVitestsOwn(vitest: Vitest): Promise<void> {
  const module = vitest.version.startsWith('3.') ? 'vitest/reporters' : 'vitest/node'
  const { ReportersMap } = await vitest.import<{ ReportersMap: typeof VitestReporters }>(module)
  const ours = reportersOf(vitest).splice(0)
  await addReporter(vitest, new ReportersMap.default(), 'initialised')
  if (process.env['GITHUB_ACTIONS'] === 'true') {
    await addReporter(vitest, new ReportersMap['github-actions'](), 'initialised')
  }
  reportersOf(vitest).push(...ours)
}

function twoSetsOfOptions(options: TstraceOptions): Warning {
  const names = Object.keys(options).map((name) => `"${name}"`)
  const message = `The reporter "tstrace" was given ${names.join(', ')}, but the plugin is in the configuration, too, and its options hold. Give them there.`
  return { slug: 'bad-option', message }
}
