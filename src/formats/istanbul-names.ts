/** Names of files and functions, as the formats of istanbul-reports can bear them. */
import type { FileAnalysis, FunctionCount } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import { formatPosition } from '../analysis/actor.ts'
import { hashText } from '../model/hash.ts'
import { escapeControls } from '../model/safe.ts'

/** What no text, line or XML document holds is escaped. */
export function plainName(name: string): string {
  return escapeControls(name).replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
}

/** Istanbul would add up files that are called the same: a path whose plain name another one has gets a mark. */
export function plainPaths(paths: readonly FilePath[]): Map<FilePath, FilePath> {
  const names = new Map<FilePath, FilePath>()
  const taken = new Set(paths.filter((path) => plainName(path) === path))
  for (const path of paths) {
    const plain = plainName(path)
    const name = plain !== path && taken.has(plain) ? marked(plain, path) : plain
    taken.add(name)
    names.set(path, name)
  }
  return names
}

/**
 * With names that are unique in the file: genhtml and others add up functions of one name. Namesakes say where they
 * stand, as in `functions.txt`: `apply (13:3)`.
 */
export function withUniqueNames(analysis: FileAnalysis, toName: (name: string) => string): FileAnalysis {
  const functions = analysis.functions.map((one) => ({ ...one, name: toName(one.name) }))
  const times = countNames(functions)
  const taken = new Set([...times].filter(([, count]) => count === 1).map(([name]) => name))
  const unique = functions.map((one) => {
    if (times.get(one.name) === 1) return one
    const name = freeName(`${one.name} (${formatPosition(one.head.start)})`, taken)
    taken.add(name)
    return { ...one, name }
  })
  return { ...analysis, functions: unique }
}

function countNames(functions: FunctionCount[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const { name } of functions) times.set(name, (times.get(name) ?? 0) + 1)
  return times
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  let number = 2
  while (taken.has(`${name} ${number}`)) number++
  return `${name} ${number}`
}

/** What means something in a link, is not allowed in names on Windows, or can't be seen. */
const unsafe = /[\p{C}\p{Zl}\p{Zp}<>:"|?*\\%#]/gu
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
const longest = 200

/** A path as the name of a page that every system can have, and that stands in a link as it is. */
export function pagePath(path: string): string {
  return path.split('/').map(pageSegment).join('/')
}

function pageSegment(segment: string): string {
  const safe = segment.replaceAll(unsafe, '_').replaceAll(/^ +|[ .]+$/g, '_')
  const isPlain = safe === segment && !reserved.test(safe) && Buffer.byteLength(safe) <= longest
  // A name that looks like one of ours gets a mark, too: so no two become one.
  return isPlain && !isMarked.test(safe) ? safe : marked(`_${[...safe].slice(0, longest / 4).join('')}`, segment)
}

const isMarked = /^_.*-[0-9a-f]{12}$/

function marked(name: string, original: string): string {
  return `${name}-${hashText(original).slice(0, 12)}`
}
