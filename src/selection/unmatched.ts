/** Globs of `include` that are like no file, and what they should have been. */
import type { FilePath } from '../model/counts.ts'
import type { Warning } from '../model/error.ts'
import { toFilePath } from '../model/paths.ts'
import { nearest } from '../options/nearest.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { globFromRoot, loadPicomatch, widened } from './globs.ts'
import { createSelector } from './select.ts'

/** @param known the files that are in the report: most often, one look at them is enough. */
export async function findUnmatched(root: string, options: ResolvedOptions, known: FilePath[]): Promise<Warning[]> {
  const unmatched = await likeNone(root, options.include, known)
  if (unmatched.length === 0) return []
  const sources = await sourcesBelow(root, options)
  return unmatched.map((glob) => noMatch(root, glob, suggest(glob, root, sources)))
}

/** Globs that would let in what tests loaded and `include` refused; if that is not known, what lies below the root. */
export async function suggestInclude(root: string, options: ResolvedOptions, refused: FilePath[]): Promise<string[]> {
  const globs = refused.length > 0 ? options.include : await likeNone(root, options.include, [])
  if (globs.length === 0) return []
  const sources = refused.length > 0 ? refused : await sourcesBelow(root, options)
  return [...new Set(globs.flatMap((glob) => suggest(glob, root, sources)))].slice(0, shown)
}

async function likeNone(root: string, globs: readonly string[], known: FilePath[]): Promise<string[]> {
  const unmatched: string[] = []
  for (const glob of globs) if (!(await isLikeAny(root, glob, known))) unmatched.push(glob)
  return unmatched
}

const shown = 3

async function isLikeAny(root: string, glob: string, known: FilePath[]): Promise<boolean> {
  const globs = widened(globFromRoot(root, glob))
  const matches = loadPicomatch()(globs, { dot: true })
  if (known.some((path) => matches(path))) return true
  const installed = glob.includes('node_modules') ? [] : ['**/node_modules/**']
  const { glob: find } = await import('tinyglobby')
  return (await find(globs, { cwd: root, dot: true, ignore: installed })).length > 0
}

/** What could be traced there, were it not for `include`. */
async function sourcesBelow(root: string, options: ResolvedOptions): Promise<FilePath[]> {
  const { glob } = await import('tinyglobby')
  const select = createSelector(root, { ...options, include: [] })
  const found = await glob(['**'], { cwd: root, absolute: true, ignore: ['**/node_modules/**'] })
  return found.filter((path) => select(path).trace).map((path) => toFilePath(root, path))
}

/** The same glob deeper down, the directory with most files first; else the nearest directory or file. */
function suggest(glob: string, root: string, sources: FilePath[]): string[] {
  const bare = widened(globFromRoot(root, glob)).at(-1) as string
  const matches = loadPicomatch()(bare, { dot: true })
  const counts = new Map<string, number>()
  for (const path of sources) {
    const before = directoriesOf(path).find((directory) => matches(path.slice(directory.length + 1)))
    if (before !== undefined) counts.set(before, (counts.get(before) ?? 0) + 1)
  }
  if (counts.size > 0) {
    const directories = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    return directories.slice(0, shown).map(([directory]) => `${directory}/${bare}`)
  }
  const words = new Set(sources.flatMap((path) => [path, ...directoriesOf(path).map((directory) => `${directory}/**`)]))
  return words.size === 0 ? [] : [nearest(bare, [...words])]
}

/** `a`, `a/b` of `a/b/c.ts`. */
function directoriesOf(path: FilePath): string[] {
  const segments = path.split('/').slice(0, -1)
  return segments.map((_, index) => segments.slice(0, index + 1).join('/')).filter((one) => !one.endsWith('..'))
}

function noMatch(root: string, glob: string, suggestions: string[]): Warning {
  const message =
    `The glob "${glob}" of "include" is like no file. Globs start at the root, "${root}". ` +
    (suggestions.length === 0
      ? 'There is no source below it: check the root, or the glob.'
      : `The nearest that would match: ${quoted(suggestions)}.`)
  return { slug: 'no-match', message }
}

export function quoted(globs: readonly string[]): string {
  return globs.map((glob) => `"${glob}"`).join(', ')
}
