/** `import './cart.js'` and `import './cart'` where there is only `cart.ts`, as bundlers and tsc have it. */
import { pristine } from '../process/built-ins.ts'

interface Context {
  parentURL?: string | undefined
}
type Next<Given, Resolved> = (specifier: string, context: Given) => Resolved

/** For the hooks of `module.registerHooks`. */
export function resolveTypeScript<Given extends Context, Resolved>(
  specifier: string,
  context: Given,
  next: Next<Given, Resolved>,
): Resolved {
  try {
    return next(specifier, context)
  } catch (error) {
    const others = pristine(() => otherSpecifiers(specifier, context.parentURL))
    for (let index = 0; index < others.length; index++) {
      try {
        return next(others[index] as string, context)
      } catch {
        // The first error tells what the program asked for.
      }
    }
    throw error
  }
}

/** The same for hooks in a thread. */
export async function resolveTypeScriptLater<Given extends Context, Resolved>(
  specifier: string,
  context: Given,
  next: Next<Given, Resolved | Promise<Resolved>>,
): Promise<Resolved> {
  try {
    return await next(specifier, context)
  } catch (error) {
    for (const other of otherSpecifiers(specifier, context.parentURL)) {
      const found = await Promise.resolve(next(other, context)).catch(() => null)
      if (found) return found
    }
    throw error
  }
}

const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
}

const added = ['.ts', '.tsx', '.js', '.jsx', '/index.ts', '/index.tsx', '/index.js']

/** What a TypeScript file may mean by a relative specifier that names no file, in the order in which tsc looks for them. */
function otherSpecifiers(specifier: string, parent: string | undefined): string[] {
  if (!/^\.{0,2}\/|^\.{1,2}$|^file:/.test(specifier) || !/\.(?:[cm]?ts|[jt]sx)(?:[?#]|$)/.test(parent ?? '')) return []
  const extension = /\.[cm]?jsx?$/.exec(specifier)?.[0]
  if (extension === undefined) return added.map((end) => specifier + end)
  const stem = specifier.slice(0, -extension.length)
  return (sources[extension] ?? []).map((end) => stem + end)
}
