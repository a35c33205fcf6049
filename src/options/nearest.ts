import { createRequire } from 'node:module'
import type * as Levenshtein from 'fastest-levenshtein'

/** The word that a misspelt one is most like. What finds it is loaded when there is one: most runs have none. */
export function nearest(word: string, words: readonly string[]): string {
  const { closest } = createRequire(import.meta.url)('fastest-levenshtein') as typeof Levenshtein
  return closest(word, words)
}
