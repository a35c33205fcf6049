/** See structure.ts: packages that people use, and each language construct by itself. */
import { describe, expect, test } from 'vitest'
import { corpus, corpusNames, corpusTimeLimit } from './corpus.ts'
import { loadSnippets, sourceTypeOf } from './snippets.ts'
import { type Source, structuralProblems } from './structure.ts'

describe.each([true, false])('callers %s', { timeout: corpusTimeLimit() }, (callers) => {
  test.each(corpusNames)('%s', (name) => {
    for (const { path, text, module } of corpus(name)) {
      const source: Source = { path, text, sourceType: module ? 'module' : 'commonjs' }
      expect([path, ...structuralProblems(source, { callers })]).toEqual([path])
    }
  })

  test.each(loadSnippets())('$name', (snippet) => {
    const source = { ...snippet, sourceType: sourceTypeOf(snippet) }
    expect(structuralProblems(source, { callers })).toEqual([])
    expect(structuralProblems(source, { callers, coverage: 'oxc' })).toEqual([])
  })
})
