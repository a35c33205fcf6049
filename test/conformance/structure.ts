/** Instrumented text is the text with insertions: the same but for what stands between marks, each word mapped to itself. */
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping'
import { type InstrumentOptions, instrument } from '../../src/instrument/index.ts'
import { languageOf, parseSource, type SourceType } from '../../src/source/parse.ts'

export interface Source {
  path: string
  text: string
  sourceType: SourceType
}

/** What is wrong with the instrumented text; at most a few of each. */
export function structuralProblems(source: Source, options: Pick<InstrumentOptions, 'callers' | 'coverage'>): string[] {
  const { path, text, sourceType } = source
  const { code, map } = instrument(text, { path, sourceType, ...options })
  if (code.replaceAll(/\v\f[^\v]*\v/g, '') !== text) return ['it is another text without what stands between marks']
  const lines = linesOf(text)
  const newLines = linesOf(code)
  if (lines.length !== newLines.length) return [`${newLines.length} lines, not ${lines.length}`]
  const found = [...syntaxErrors(source, code)]
  const segments = decodedMappings(new TraceMap(map as never))
  for (const [index, line] of lines.entries()) {
    const newLine = newLines[index] as string
    // An inserted parenthesis may stand for the token behind it or before it.
    const places = new Map<number, number[]>()
    for (const [column, , originalLine, originalColumn] of (segments[index] ?? []) as number[][]) {
      if (originalLine !== index || originalColumn === undefined) continue
      const known = places.get(originalColumn)
      if (known) known.push(column as number)
      else places.set(originalColumn, [column as number])
    }
    for (const { 0: word, index: column } of line.matchAll(/[\p{L}\p{N}_$]+|[^\p{L}\p{N}_$\s]+/gu)) {
      const candidates = places.get(column) ?? []
      if (candidates.some((place) => newLine[place] === word[0])) continue
      const shown = candidates.map((place) => `"${newLine.slice(place, place + 9)}"`)
      found.push(
        `${index + 1}:${column} "${word}" is ${shown.length > 0 ? `mapped to ${shown.join(', ')}` : 'not mapped'}`,
      )
      if (found.length > 5) return found
    }
  }
  return found
}

/** As ECMAScript counts them. */
function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|[\n\r\u2028\u2029]/)
}

function syntaxErrors({ path, sourceType }: Source, code: string): string[] {
  const outcome = parseSource(code, path, languageOf(path).language, sourceType)
  return outcome.ok ? [] : [outcome.problem.message]
}
