/** Each language construct by itself: the same program, Istanbul's sites, Istanbul's hits. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InstrumentOptions, instrument } from '../../src/instrument/index.ts'
import { findSites } from '../../src/source/number-source.ts'
import { AcceptedDifferences, differences } from './compare.ts'
import { extraSites } from './extras.ts'
import { askIstanbul } from './oracle.ts'
import { istanbulSites, ourSites } from './site-keys.ts'
import { timeLimit } from '../time-limit.ts'
import { loadSnippets, type Outcome, runSnippets, type Snippet, sourceTypeOf } from './snippets.ts'

const accepted = new AcceptedDifferences('Snippets')

const snippets = loadSnippets()

type Runs = Map<string, Outcome>
let bare: Runs, istanbul: Runs, withCallers: Runs, withoutCallers: Runs, besideCoverage: Runs, withTrace: Runs

function traced(options: Partial<InstrumentOptions>): (snippet: Snippet) => string {
  return (snippet) =>
    instrument(snippet.text, { path: snippet.path, sourceType: sourceTypeOf(snippet), ...options }).code
}

beforeAll(
  async () => {
    bare = await runSnippets(snippets, ({ text }) => text)
    istanbul = await runSnippets(snippets, (snippet) => {
      return askIstanbul(snippet.text, snippet.path, sourceTypeOf(snippet) === 'module').code
    })
    withCallers = await runSnippets(snippets, traced({ callers: true }))
    withTrace = await runSnippets(snippets, traced({ trace: true }))
    withoutCallers = await runSnippets(snippets, traced({ callers: false }))
    besideCoverage = await runSnippets(snippets, traced({ coverage: 'plain' }))
  },
  timeLimit(snippets.reduce((sum, { text }) => sum + 6 * text.length, 0)),
)

function outcome(runs: Runs, { name }: Snippet): Outcome {
  return runs.get(name) as Outcome
}

describe('a bare snippet runs to its end', () => {
  test.each(snippets)('$name', (snippet) => {
    expect(outcome(bare, snippet).output).toContainEqual(expect.stringMatching(/^result/))
  })
})

describe('a traced snippet prints what the bare one prints, and leaves nobody running', () => {
  test.each(snippets)('$name', (snippet) => {
    const { output } = outcome(bare, snippet)
    expect(outcome(withCallers, snippet).output).toEqual(output)
    expect(outcome(withoutCallers, snippet).output).toEqual(output)
    expect(outcome(withTrace, snippet).output).toEqual(output)
    expect(outcome(withCallers, snippet).idle).toBe(true)
    expect(outcome(besideCoverage, snippet).output).toEqual(output)
    expect(outcome(besideCoverage, snippet).counts).toEqual(outcome(withCallers, snippet).counts)
  })
})

describe('sites and hits are those of Istanbul', () => {
  test.each(snippets)('$name', (snippet) => {
    const { name, path } = snippet
    const text = snippet.text.replace(/^\uFEFF/, '')
    const sourceType = sourceTypeOf(snippet)
    const found = findSites(snippet.text, { path, sourceType })
    if (!('sites' in found)) throw new Error(found.message)
    const extras = extraSites(text, path, found.sites, sourceType)
    const { coverage } = outcome(istanbul, snippet)
    const hasStatements = found.sites.statements.length > 0
    expect(coverage !== undefined || !hasStatements, 'Istanbul counted').toBe(true)
    const theirs = istanbulSites(coverage ?? askIstanbul(text, path, sourceType === 'module').coverage)
    for (const run of [withCallers, withoutCallers, withTrace]) {
      const { counts } = outcome(run, snippet)
      expect(counts !== undefined || !hasStatements, 'we counted').toBe(true)
      const ours = ourSites(found.sites, counts?.counts)
      expect(accepted.others(name, differences({ text, ours, theirs, extras }))).toEqual([])
    }
  })
})

afterAll(() => expect(accepted.unneeded()).toEqual([]))
