/** The tree comes in one of two ways, and is the same. Node 22 is the first that can do both. */
import { isDeepStrictEqual } from 'node:util'
import { type ParseResult, rawTransferSupported } from 'oxc-parser'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Language, type Parse, createParseToBuffer, languageOf, parseToJson } from '../../src/source/parse.ts'
import { findSites } from '../../src/source/number-source.ts'
import { corpus, corpusTimeLimit } from '../conformance/corpus.ts'
import { loadSnippets } from '../conformance/snippets.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const hasBuffer = rawTransferSupported() && process.platform !== 'win32'

describe.runIf(hasBuffer)('a tree in a buffer', { timeout: corpusTimeLimit() }, () => {
  test('comes as JSON where there is no room for one', () => {
    const noRoom = vi.fn(function () {
      throw new RangeError('Array buffer allocation failed')
    })
    vi.stubGlobal('ArrayBuffer', noRoom)
    const parse = createParseToBuffer()
    for (const text of ['tea', 'pot']) {
      expect(parsed(parse, text, 'js')).toEqual(parsed(parseToJson, text, 'js'))
    }
    // The search for room is slow, so there is only one.
    expect(noRoom).toHaveBeenCalledTimes(1)
  })

  test.each(awkwardTexts())('is the one that comes as JSON: %s', (_, text, language) => {
    expect(parsed(createParseToBuffer(), text, language)).toEqual(parsed(parseToJson, text, language))
  })

  test('differs where there is half a character, in the raw text of a literal, for which nobody asks', () => {
    const text = 'const half = "\ud83c", other = `\udf75`, { "\ud83c": tea } = half'
    const withoutRaw = (parse: Parse): string =>
      JSON.stringify(parsed(parse, text, 'js'), (key, value: unknown) => (key === 'raw' ? null : value))
    expect(withoutRaw(createParseToBuffer())).toBe(withoutRaw(parseToJson))
  })

  test.each(loadSnippets())('is the one that comes as JSON: $name', ({ path, text }) => {
    const { language } = languageOf(path)
    expect(parsed(createParseToBuffer(), text, language)).toEqual(parsed(parseToJson, text, language))
  })

  test.each(['lodash', 'moment', 'd3', 'vue', 'react-dom', 'this project'])(
    'is the one that comes as JSON: %s',
    (name) => {
      const parse = createParseToBuffer()
      for (const { path, text } of corpus(name)) {
        const { language } = languageOf(path)
        const same = isDeepStrictEqual(parsed(parse, text, language), parsed(parseToJson, text, language))
        expect([path, same]).toEqual([path, true])
      }
    },
  )
})

test.runIf(!hasBuffer)('where there is no way to a buffer, a tree comes as JSON', () => {
  for (const [, text, language] of awkwardTexts())
    expect(parsed(createParseToBuffer(), text, language)).toEqual(parsed(parseToJson, text, language))
})

test.each([parseToJson, createParseToBuffer()])('a tree is let go when it has been walked', (parse) => {
  const results: ParseResult[] = []
  const keep: Parse = (...source) => {
    const result = parse(...source)
    results.push(result)
    return result
  }
  expect(findSites('tea()', { path: 'pot.ts', parse: keep })).toHaveProperty('sites.statements.length', 1)
  expect(results.map(({ program }) => program.body)).toEqual([[]])
})

function parsed(parse: Parse, text: string, lang: Language): unknown {
  const { program, comments, errors } = parse('shop', text, { lang, sourceType: 'unambiguous' })
  return { program, comments, errors }
}

function awkwardTexts(): [name: string, text: string, language: Language][] {
  return [
    ['nothing', '', 'js'],
    ['beyond ASCII', '/* é */ const größe = "茶" + `🍵${größe}ü` // 🍵\nlet ß, 茶碗 = /ö/u', 'js'],
    ['a byte order mark', '\ufeffconst tea = 1', 'js'],
    ['a hashbang', '#!/usr/bin/env node\ntea()', 'js'],
    ['line ends', 'a\r\nb\rc\u2028d\u2029/* e\r\n */', 'js'],
    ['values that JSON has not', '[1n, 0xFFn, /(?<tea>a)/dgi, 1e999, -0, "\\u0000\\ud800"]', 'js'],
    ['a regular expression of no engine', '/(?<a>.)(?<a>.)/; /[/v', 'js'],
    ['an error', 'const = 1', 'js'],
    ['an error behind what is beyond ASCII', '"🍵é";\nlet tea; let tea; }', 'js'],
    ['JSX', '<Tea {...hot} cup={<b>é</b>}>&nbsp;{/* none */}</Tea>', 'jsx'],
    [
      'types',
      '@tea abstract class Pot<T> { declare x?: T; constructor(readonly y = 1) { super() } }\nenum E { A = "é" }',
      'ts',
    ],
  ]
}
