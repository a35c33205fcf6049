import type { TestProject } from 'vitest/node'
import type { Warning } from '../../src/model/error.ts'
import { bypassesPlugins } from './vitest-internals.ts'

/** Why nothing can be counted in a project; null: it can. */
export function outOfReach(project: TestProject): Warning | null {
  const { name, config } = project
  const subject = name === '' ? 'The tests run' : `The project "${name}" runs`
  if (config.browser.enabled) {
    const message = `${subject} in Vitest's browser mode, where nothing is counted yet. Run its tests in jsdom or happy-dom to have them counted.`
    return { slug: 'out-of-reach', message }
  }
  if (bypassesPlugins(project)) {
    const message = `${subject} with "experimental.viteModuleRunner: false": Node loads the sources past all plugins, so nothing is counted. Leave that option out.`
    return { slug: 'out-of-reach', message }
  }
  return null
}
