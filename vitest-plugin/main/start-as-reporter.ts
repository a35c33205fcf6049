/** `vitest --reporter=tstrace`: works without the plugin, and without a configuration. */
import type { Reporter, Vitest } from 'vitest/node'
import { type Warning, formatMessage } from '../../src/model/error.ts'
import type { TstraceOptions } from '../../src/options/options.ts'
import { type PluginApi, findLeadingPlugin } from './find-plugin.ts'
import { createPlugins } from './plugins.ts'
import type { RunOwner } from './run-owner.ts'
import { addDefaultReporters, reportersOf } from './vitest-internals.ts'

/**
 * Starts to trace, unless a plugin does.
 * @param self the reporter that Vitest made for our name.
 */
export async function startAsReporter(vitest: Vitest, options: TstraceOptions, self: Reporter): Promise<void> {
  const configured = findLeadingPlugin<RunOwner>(vitest)
  if (configured && Object.keys(options).length > 0) console.warn(formatMessage(twoSetsOfOptions(options)))
  const { owner } = configured ?? (createPlugins(options)[0].api as PluginApi<RunOwner>)
  await owner.addAllProjects(vitest, 'initialised')
  const { reporters } = await owner.start(vitest, 'initialised')
  // Without other reporters, nobody would see which tests failed.
  if (reportersOf(vitest).every((one) => one === self || reporters.includes(one))) await addDefaultReporters(vitest)
}

function twoSetsOfOptions(options: TstraceOptions): Warning {
  const names = Object.keys(options).map((name) => `"${name}"`)
  const message = `The reporter "tstrace" was given ${names.join(', ')}, but the plugin is in the configuration, too, and its options hold. Give them there.`
  return { slug: 'bad-option', message }
}
