/** Where the files of the build are. The bundler may move this module, so paths start at the package's root. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** An absolute path, for files that are loaded by their path: `vitest-plugin/setup.mts`. */
export function builtFile(name: string): string {
  // Not `import.meta.resolve`: the thread of Node 20's module hooks does not have it.
  const root = dirname(createRequire(import.meta.url).resolve('tstrace/package.json'))
  return join(root, 'dist', name)
}

export function builtUrl(name: string): URL {
  return pathToFileURL(builtFile(name))
}
