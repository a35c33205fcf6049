/** Globs as the user writes them, and as they are matched: from the root. */
import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isAbsolute, sep } from 'node:path'
import type Picomatch from 'picomatch'
import { toFilePath } from '../model/paths.ts'

/** The library is loaded only if there are globs. */
export function loadPicomatch(): typeof Picomatch {
  return createRequire(import.meta.url)('picomatch') as typeof Picomatch
}

/** Absolute ones too, as `join(import.meta.dirname, 'src/**')` gives them: also through a link to the root. */
export function globFromRoot(root: string, glob: string): string {
  if (!isAbsolute(glob)) return glob
  const slashed = sep === '/' ? glob : glob.replaceAll(sep, '/')
  const rootSlashed = root.split(sep).join('/')
  // The root's own name may look like a glob.
  if (slashed === rootSlashed || slashed.startsWith(`${rootSlashed}/`))
    return slashed.slice(rootSlashed.length + 1) || '**'
  const { base, glob: rest } = loadPicomatch().scan(slashed)
  const start = toFilePath(root, realDirectory(base))
  return [start, rest].filter((part) => part !== '').join('/') || '**'
}

function realDirectory(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** The globs that together match what this one matches: `src` and `src/` match all files in that directory. */
export function widened(glob: string): string[] {
  const bare = glob.replace(/\/$/, '').replace(/^\.\//, '')
  return /[*?{[(!]/.test(bare) || /\.\w+$/.test(bare) ? [bare] : [bare, `${bare}/**`]
}
