import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A file that is loaded by its path, such as `vitest-plugin/setup.mts`: where the build has put it, whatever the build made of this module. */
export function builtFile(name: string): string {
  const root = dirname(createRequire(import.meta.url).resolve('tstrace/package.json'))
  return join(root, 'dist', name)
}
