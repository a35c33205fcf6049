/** Loads a module that Jest's configuration names, as Jest does. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)

/** The default export of a CommonJS or ECMAScript module. */
export async function requireOrImport(path: string): Promise<unknown> {
  if (/\.m[jt]s$/.test(path)) return importDefault(path)
  try {
    const loaded = require(path) as Record<string, unknown>
    return loaded['__esModule'] ? loaded['default'] : loaded
  } catch (error) {
    const { code } = error as { code?: string }
    if (code !== 'ERR_REQUIRE_ESM' && code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error
    return importDefault(path)
  }
}

async function importDefault(path: string): Promise<unknown> {
  return ((await import(pathToFileURL(path).href)) as { default: unknown }).default
}
