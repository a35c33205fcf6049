import { createRequire } from 'node:module'
import type * as Levenshtein from 'fastest-levenshtein'

/** The known word nearest to a misspelt one. The library is loaded only here, because most runs have no misspelt word. */
export function nearest(word: string, words: readonly string[]): string {
  const { closest } = createRequire(import.meta.url)('fastest-levenshtein') as typeof Levenshtein
  return closest(word, words)
}
