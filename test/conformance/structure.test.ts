/** Instrumented text is the text with insertions: the same but for what stands between marks, each word mapped to itself. */
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { instrument } from '../../src/instrument/index.ts'
import { languageOf } from '../../src/source/parse.ts'
import { corpus, corpusNames } from './corpus.ts'
import { loadSnippets, sourceTypeOf } from './snippets.ts'

interface Source {
  path: string
  text: string
  sourceType: 'script' | 'commonjs' | 'module'
}

/** What is wrong with the instrumented text; at most a few of each. */
function problems(source: Source, callers: boolean): string[] {
  const { path, text, sourceType } = source
  const { code, map } = instrument(text, { path, sourceType, callers })
  if (code.replaceAll(/\v\f[^\v]*\v/g, '') !== text) return ['it is another text without what stands between marks']
  const lines = linesOf(text)
  const newLines = linesOf(code)
  if (lines.length !== newLines.length) return [`${newLines.length} lines, not ${lines.length}`]
  const found = [...syntaxErrors(source, code)]
  const segments = decodedMappings(new TraceMap(map as never))
  for (const [index, line] of lines.entries()) {
    const newLine = newLines[index] as string
    const places = new Map<number, number>()
    for (const [column, , originalLine, originalColumn] of (segments[index] ?? []) as number[][]) {
      if (originalLine === index && originalColumn !== undefined) places.set(originalColumn, column as number)
    }
    for (const { 0: word, index: column } of line.matchAll(/[\p{L}\p{N}_$]+|[^\p{L}\p{N}_$\s]+/gu)) {
      const place = places.get(column)
      if (place === undefined) found.push(`${index + 1}:${column} "${word}" is not mapped`)
      else if (newLine[place] !== word[0])
        found.push(`${index + 1}:${column} "${word}" is mapped to "${newLine.slice(place, place + 9)}"`)
      if (found.length > 5) return found
    }
  }
  return found
}

/** For a source map a separator is no line break. */
function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|[\n\r]/)
}

function syntaxErrors({ path, sourceType }: Source, code: string): string[] {
  const { errors } = parseSync(path, code, { lang: languageOf(path).language, sourceType })
  return errors.filter(({ message }) => !message.startsWith('TS(')).map(({ message }) => message)
}

describe.each([true, false])('callers %s', (callers) => {
  test.each(corpusNames)('%s', (name) => {
    for (const { path, text, module } of corpus(name)) {
      expect([path, ...problems({ path, text, sourceType: module ? 'module' : 'commonjs' }, callers)]).toEqual([path])
    }
  })

  // The source map is made by magic-string, for which a lone CR ends no line.
  test.each(loadSnippets().filter(({ name }) => name !== 'cr-only.cjs'))('$name', (snippet) => {
    expect(problems({ ...snippet, sourceType: sourceTypeOf(snippet) }, callers)).toEqual([])
  })
})
