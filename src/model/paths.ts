/** How files are named in parts, stores and reports. */
import { relative, sep } from 'node:path'
import type { FilePath } from './counts.ts'

/** The path from `root` with `/`, also outside of the root (`../lib/a.ts`) and on Windows. */
export function toFilePath(root: string, absolute: string): FilePath {
  return relative(root, absolute).split(sep).join('/')
}

/** `src/cart.ts` is the module `src/cart`; `types.d.ts`-like inner dots stay. */
export function moduleName(path: FilePath): string {
  return path.replace(/\.[^./]+$/, '')
}
