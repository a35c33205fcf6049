import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

/** What a thread of ours needs to find modules, where Yarn's Plug'n'Play does that. Nothing else of the program's flags. */
export function resolverFlags(): string[] {
  if (!('pnp' in process.versions)) return []
  const api = createRequire(import.meta.url).resolve('pnpapi')
  const loader = join(dirname(api), '.pnp.loader.mjs')
  return ['--require', api, ...(existsSync(loader) ? ['--experimental-loader', pathToFileURL(loader).href] : [])]
}

/**
 * Starts a thread of ours. Node pipes what threads print into the program's streams, and a pipe makes an error of a
 * stream fatal that `console` ignores: that nobody reads any more. Ours print by themselves.
 */
export function withoutPipes<Thread>(start: () => Thread): Thread {
  const streams = [process.stdout, process.stderr].map((stream) => ({ stream, before: stream.listeners('error') }))
  const thread = start()
  for (const { stream, before } of streams)
    for (const listener of stream.listeners('error'))
      if (!before.includes(listener)) stream.off('error', listener as () => void)
  return thread
}
