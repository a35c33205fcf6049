/** A hint put anywhere: it hides what Istanbul hides, or more of the node behind it, or it is reported and hides nothing. */
import { parseSync } from 'oxc-parser'
import { afterAll, describe, expect, test } from 'vitest'
import { instrument } from '../../src/instrument/index.ts'
import { LineIndex } from '../../src/source/line-index.ts'
import { languageOf } from '../../src/source/parse.ts'
import { findSites } from '../../src/source/number-source.ts'
import { extraSites, nodesOf } from './extras.ts'
import { askIstanbul } from './oracle.ts'
import { seededDice } from './dice.ts'
import { istanbulSites, ourSites, type SiteKey } from './site-keys.ts'
import { loadSnippets, type Snippet, sourceTypeOf } from './snippets.ts'

const perSnippet = 3
/** Istanbul's parser must take them with a comment anywhere, and there must be something to hide. */
const snippets = loadSnippets().filter(({ name, text }) => text.length > 200 && !/^(crlf|hashbang|byte)/.test(name))

interface Place {
  at: number
  /** Where the outermost node that starts there ends. */
  end: number
}

function places({ path, text }: Snippet, sourceType: 'script' | 'commonjs' | 'module'): Place[] {
  const { program } = parseSync(path, text, { lang: languageOf(path).language, sourceType })
  const ends = new Map<number, number>()
  for (const { start, end } of nodesOf(program)) ends.set(start, Math.max(end, ends.get(start) ?? 0))
  return [...ends].map(([at, end]) => ({ at, end }))
}

/** Null: Istanbul's parser does not take the text. */
function problemsAt(snippet: Snippet, { at, end }: Place, hint: string): string[] | null {
  const sourceType = sourceTypeOf(snippet)
  const text = snippet.text.slice(0, at) + hint + snippet.text.slice(at)
  let theirs: Set<SiteKey>
  try {
    theirs = new Set(istanbulSites(askIstanbul(text, snippet.path, sourceType === 'module').coverage).keys())
  } catch {
    return null
  }
  const { ours, extras, warned } = sitesOf(snippet, text)
  const found = []
  const lines = new LineIndex(text)
  const [from, to] = [lines.position(at + hint.length), lines.position(end + hint.length)]
  const within = (key: SiteKey): boolean => {
    const [line = 0, column = 0] = (/(\d+):(\d+)/.exec(key) as RegExpExecArray).slice(1).map(Number)
    return (
      (line > from.line || (line === from.line && column >= from.column)) &&
      (line < to.line || (line === to.line && column < to.column))
    )
  }
  for (const key of ours) if (!theirs.has(key) && !extras.has(key)) found.push(`extra ${key}`)
  for (const key of theirs)
    if (!ours.has(key) && !within(key)) found.push(`missing, and not in the node behind: ${key}`)
  if (warned && hidesSomething(snippet, text, ours)) found.push('reported as useless, but it hides something')
  const { code } = instrument(text, { path: snippet.path, sourceType, map: false })
  const { errors } = parseSync(snippet.path, code, { lang: languageOf(snippet.path).language, sourceType })
  for (const { message } of errors) if (!message.startsWith('TS(')) found.push(message)
  return found.map((problem) => `${from.line}:${from.column} ${hint}: ${problem}`)
}

function hidesSomething(snippet: Snippet, text: string, left: Set<SiteKey>): boolean {
  const plain = sitesOf(snippet, text.replace('ignore', 'IGNORE'))
  return [...plain.ours].some((key) => !left.has(key))
}

function sitesOf({ path }: Snippet, text: string): { ours: Set<SiteKey>; extras: Set<SiteKey>; warned: boolean } {
  const sourceType = sourceTypeOf({ name: path, path, text })
  const found = findSites(text, { path, sourceType })
  if (!('sites' in found)) throw new Error(`${path}: ${found.message}`)
  const extras = extraSites(text, path, found.sites, sourceType)
  return { ours: new Set(ourSites(found.sites).keys()), extras, warned: found.warnings.length > 0 }
}

let [tried, refused] = [0, 0]

describe('a hint in a random place', () => {
  test.each(snippets)('$name', (snippet) => {
    const roll = seededDice(snippet.text.length)
    const all = places(snippet, sourceTypeOf(snippet))
    const problems = Array.from({ length: perSnippet }, (_, index) => {
      const place = all[roll(all.length)] as Place
      return problemsAt(snippet, place, index === 0 ? '/* istanbul ignore else */' : '/* istanbul ignore next */')
    })
    tried += problems.length
    refused += problems.filter((found) => found === null).length
    expect(problems.flatMap((found) => found ?? [])).toEqual([])
  })
})

afterAll(() => expect(refused, `places of ${tried} that Istanbul refuses`).toBeLessThan(tried / 10))
