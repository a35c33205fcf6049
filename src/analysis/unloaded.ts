/** Files that were asked for, and that nothing loaded. */
import { resolve } from 'node:path'
import type { FileCounts, FilePath } from '../model/counts.ts'
import { hashText } from '../model/hash.ts'
import { toFilePath } from '../model/paths.ts'
import { readRegularFile } from '../model/read-regular-file.ts'
import { unloadedPlan } from '../model/unloaded.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { globFromRoot } from '../selection/globs.ts'
import { type Selector, isPlainSource } from '../selection/select.ts'

export interface Wanted {
  /** Absolute. */
  root: string
  options: ResolvedOptions
  select: Selector
}

/** Those on disk that could have been traced, except for the known ones. */
export async function findUnloaded({ root, select, options }: Wanted, known: Set<FilePath>): Promise<FilePath[]> {
  const patterns = options.include.length > 0 ? options.include.map((one) => globFromRoot(root, one)) : ['**']
  const { glob } = await import('tinyglobby')
  const found = await glob(patterns, { cwd: root, absolute: true, dot: false, ignore: ['**/node_modules/**'] })
  return found.flatMap((absolute) => {
    const disposition = select(absolute)
    return disposition.trace && isPlainSource(absolute) && !known.has(disposition.path) ? [disposition.path] : []
  })
}

/** The same as records for a store, sorted. */
export async function unloadedRecords(wanted: Wanted, known: Set<FilePath>): Promise<FileCounts[]> {
  const paths = [...new Set(await findUnloaded(wanted, known))].sort()
  return paths.flatMap((path): FileCounts[] => {
    const source = readSource(wanted.root, path)
    return source === null ? [] : [{ path, hash: hashText(source), plan: unloadedPlan, counts: [], pairs: [] }]
  })
}

/**
 * Null for what is no file, or not called so: a path is data that anybody may have written. One at a time, and so at
 * once: parsing takes longer than reading, and can't be done meanwhile.
 */
export function readSource(root: string, path: FilePath): string | null {
  const absolute = resolve(root, path)
  if (toFilePath(root, absolute) !== path) return null
  return readRegularFile(absolute)
}
