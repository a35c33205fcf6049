import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A file that Vitest loads by its path: where the build has put it, whatever the build made of this module. */
export function builtFile(name: string): string {
  const root = dirname(createRequire(import.meta.url).resolve('tstrace/package.json'))
  return join(root, 'dist/vitest-plugin', name)
}
