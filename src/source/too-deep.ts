/** Texts that are nested deeper than we, the parser or, with our probes, the engine can bear. */
import type { ParseProblem } from './parse.ts'

/** How many brackets may be open at once. The parser ends the process at about 2,000 functions in one another. */
const deepest = 1000

/** An estimate: brackets in texts and comments count, too. */
export function nestsTooDeeply(text: string): ParseProblem | null {
  if (text.length < 2 * deepest) return null
  let open = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x28 || code === 0x5b || code === 0x7b) {
      if (++open > deepest) return tooDeep(`more than ${deepest} brackets are open at once`, at)
    } else if ((code === 0x29 || code === 0x5d || code === 0x7d) && open > 0) open--
  }
  return null
}

/** What was thrown while the tree was walked. */
export function problemOf(error: unknown): ParseProblem {
  if (error instanceof RangeError) return tooDeep('the stack is too small for it', -1)
  const reason = error instanceof Error ? error.message : String(error)
  return { message: `an error in tstrace: ${reason}`, offset: -1, isOurs: true }
}

function tooDeep(reason: string, offset: number): ParseProblem {
  return { message: `it is nested too deeply: ${reason}`, offset, isOurs: true }
}
