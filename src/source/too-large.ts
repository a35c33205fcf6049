/** Texts whose tree and map would take many times the memory of the program. They are generated, nearly always. */
import type { ParseProblem } from './parse.ts'

/** @param maxSize in characters; undefined: any size will do. */
export function isTooLarge(text: string, maxSize: number | undefined): ParseProblem | null {
  if (maxSize === undefined || text.length <= maxSize) return null
  const message = `it has ${text.length} characters, which would take much memory, and "maxSize" is ${maxSize}`
  return { message, offset: -1, isOurs: true, advice: 'Raise "maxSize" (--max-size), or leave it out with "exclude".' }
}
