/**
 * Marks around what is inserted: white space that nobody writes. By them a program that asks for the text of one of its
 * functions gets what was written (see preamble.ts).
 */
export const closeMark = '\v'

/** Longer until the text has no trace of it: the longest in a function's text is the mark. */
export function chooseOpenMark(text: string): string {
  let mark = '\v\f'
  while (text.includes(mark)) mark += '\f'
  return mark
}
