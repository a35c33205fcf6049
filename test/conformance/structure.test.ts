/** See structure.ts: packages that people use, and each language construct by itself. */
import { describe, expect, test } from 'vitest'
import { corpus, corpusNames } from './corpus.ts'
import { loadSnippets, sourceTypeOf } from './snippets.ts'
import { structuralProblems } from './structure.ts'

describe.each([true, false])('callers %s', (callers) => {
  test.each(corpusNames)('%s', (name) => {
    for (const { path, text, module } of corpus(name)) {
      expect([
        path,
        ...structuralProblems({ path, text, sourceType: module ? 'module' : 'commonjs' }, callers),
      ]).toEqual([path])
    }
  })

  // The source map is made by magic-string, for which a lone CR ends no line.
  test.each(loadSnippets().filter(({ name }) => name !== 'cr-only.cjs'))('$name', (snippet) => {
    expect(structuralProblems({ ...snippet, sourceType: sourceTypeOf(snippet) }, callers)).toEqual([])
  })
})
