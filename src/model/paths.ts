/** How files are named in parts, stores and reports. */
import nodePath from 'node:path'
import type { FilePath } from './counts.ts'
import { hashText } from './hash.ts'

// The program may replace them while it runs.
const { relative, sep } = nodePath

/** The path from `root` with `/`, also outside of the root (`../lib/a.ts`) and on Windows. */
export function toFilePath(root: string, absolute: string): FilePath {
  return relative(root, absolute).split(sep).join('/')
}

/**
 * As a path that never leads up: `../lib/a.ts` is `_up_/lib/a.ts`, `D:/lib/a.ts` is `_D_/lib/a.ts`. Names leave room for
 * an ending. No two become one.
 */
export function insidePath(path: FilePath): string {
  return path.split('/').map(safeSegment).join('/')
}

function safeSegment(segment: string): string {
  if (segment === '..') return '_up_'
  if (/^[A-Za-z]:$/.test(segment)) return `_${segment[0]}_`
  if (Buffer.byteLength(segment) > longestSegment) return `_${cut(segment)}-${hashText(segment)}`
  // A folder that is really called so must not be taken for the above.
  return /^_+(up|[A-Za-z])_$|^_.*-[\da-f]{16}$/.test(segment) ? `_${segment}` : segment
}

/** File systems allow 255 bytes. */
const longestSegment = 200

function cut(segment: string): string {
  return [...segment].slice(0, longestSegment / 5).join('')
}

/** Where in a report the trace of a test file is; `project`: the name of the one that runs it, if it has one. */
export function traceName(testFile: FilePath, project: string): string {
  const suffix = project === '' ? '' : `@${project.replaceAll(/[^\w-]+/g, '_')}`
  return `trace/${insidePath(testFile)}${suffix}.trace`
}

/** `src/cart.ts` is the module `src/cart`; `types.d.ts`-like inner dots stay. */
export function moduleName(path: FilePath): string {
  return path.replace(/\.[^./]+$/, '')
}

/** As somebody who is at `cwd` would write it: from there if it lies below, else whole. */
export function pathFrom(cwd: string, absolute: string): string {
  const short = relative(cwd, absolute)
  return short.startsWith('..') ? absolute : short || '.'
}
