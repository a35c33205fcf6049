import type { TestProject } from 'vitest/node'
import type { Warning } from '../../src/model/error.ts'

/** Why nothing can be counted in a project; null: it can. */
export function outOfReach({ name, config }: TestProject): Warning | null {
  const project = name === '' ? 'The tests run' : `The project "${name}" runs`
  if (config.browser.enabled) {
    const message = `${project} in Vitest's browser mode, where nothing is counted yet. Run its tests in jsdom or happy-dom to have them counted.`
    return { slug: 'out-of-reach', message }
  }
  // Not in the types of every version.
  const { experimental } = config as { experimental?: { viteModuleRunner?: boolean } }
  if (experimental?.viteModuleRunner === false) {
    const message = `${project} with "experimental.viteModuleRunner: false": Node loads the sources past all plugins, so nothing is counted. Leave that option out.`
    return { slug: 'out-of-reach', message }
  }
  return null
}
