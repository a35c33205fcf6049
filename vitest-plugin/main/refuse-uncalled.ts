import { TstraceError } from '../../src/model/error.ts'

/**
 * `plugins: [tstrace]`: Vite takes any function for a plugin, and this one would do nothing. So it has a hook, which Vitest
 * calls and Vite does not.
 */
export function refuseUncalled(plugin: object): void {
  Object.defineProperty(plugin, 'configureVitest', {
    value: () => {
      throw new TstraceError(
        'bad-option',
        'The configuration has "tstrace" in "plugins", which is the function that makes the plugin, and does nothing there. Call it: "plugins: [tstrace()]".',
      )
    },
  })
}
