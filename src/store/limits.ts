/** What a line of a part or store may need of memory: a small compressed file may hold a line without end. */

/** In bytes. The record of a source of 10 MB has a few. */
export const longestLine: number = 64 * 2 ** 20
const mostLists = 4_000_000
const mostValues = 8_000_000

/** Throws a SyntaxError before the text is parsed. Memory grows with what it holds: an empty list has two characters. */
export function checkSize(text: string): void {
  if (text.length < harmless) return
  let lists = 0
  let values = 0
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index)
    if (character === comma) values++
    else if (character === bracket || character === brace) lists++
  }
  if (lists > mostLists) throw new SyntaxError(`It has more than ${mostLists} lists`)
  if (values > mostValues) throw new SyntaxError(`It has more than ${mostValues} values`)
}

const harmless = 2 ** 20
const [comma, bracket, brace] = [0x2c, 0x5b, 0x7b]
