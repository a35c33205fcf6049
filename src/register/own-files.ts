/** Where our own files are, once built: chunks of the build may lie elsewhere than their sources. */
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'

// The thread of Node 20's hooks has no `import.meta.resolve`.
const register = createRequire(import.meta.url).resolve('tstrace/register')

/** What `--import tstrace/register` loads. */
export const registerUrl: string = pathToFileURL(register).href

/** All that is built. */
export const ownDirectory: string = dirname(dirname(register))

/** An entry of the build beside it. */
export function ownFile(name: string): URL {
  return new URL(name, registerUrl)
}
