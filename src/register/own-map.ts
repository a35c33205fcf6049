/** The source map that a file brings along, for a Node that is to heed it (`--enable-source-maps`). */
import fs from 'node:fs'
import nodeUrl from 'node:url'
import type { SourceMap } from '../instrument/insertions.ts'

// The program may replace them while it runs.
const { readFileSync } = fs
const { fileURLToPath, pathToFileURL } = nodeUrl

/** As Node finds it and names its sources; null where there is none that can be read. */
export function ownMap(filename: string, text: string): SourceMap | null {
  const link = lastLink(text)
  if (link === null) return null
  try {
    const file = pathToFileURL(filename).href
    return link.startsWith('data:')
      ? readMap(dataOf(link), file)
      : readMap(readFileSync(fileURLToPath(new URL(link, file)), 'utf8'), new URL(link, file).href)
  } catch {
    return null
  }
}

/** What another tool compiled, in memory: the text on the disk that it was made of, and the map to it. Else null. */
export function compiledFrom(filename: string, text: string): { original: string; map: SourceMap } | null {
  const link = lastLink(text)
  if (link?.startsWith('data:') !== true) return null
  try {
    const original = readFileSync(filename, 'utf8')
    const map = lastLink(original) === link ? null : ownMap(filename, text)
    return map && { original, map }
  } catch {
    // There is no such file: the text is all there is.
    return null
  }
}

function lastLink(text: string): string | null {
  let link: string | null = null
  for (const [, found] of text.matchAll(/\/[*/]#\s+sourceMappingURL=([^\s]+)/g)) link = found as string
  return link
}

function dataOf(url: string): string {
  const comma = url.indexOf(',')
  const data = url.slice(comma + 1)
  return Buffer.from(data, url.slice(0, comma).endsWith(';base64') ? 'base64' : 'utf8').toString('utf8')
}

/** With absolute sources. A map of maps, with `sections`, is left out: those who compose maps take none. */
function readMap(json: string, base: string): SourceMap | null {
  const map = JSON.parse(json) as Partial<SourceMap> & { sourceRoot?: string | null }
  const { sources, sourcesContent, names = [], mappings } = map
  if (!Array.isArray(sources) || typeof mappings !== 'string') return null
  const absolute = sources.map((source) => new URL((map.sourceRoot ?? '') + source, base).href)
  return { version: 3, sources: absolute, names, mappings, ...(sourcesContent ? { sourcesContent } : {}) }
}
