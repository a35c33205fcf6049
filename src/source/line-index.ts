import type { Position, Range } from '../model/sites.ts'

/** Where each line of a text starts, by the line terminators of ECMAScript (12.3): LF, CR, CRLF, U+2028, U+2029. */
export class LineIndex {
  readonly #text: string
  #found: number[] | null = null

  constructor(text: string) {
    this.#text = text
  }

  /** Looked for when first asked: a transform without a warning never is. */
  get #starts(): number[] {
    return (this.#found ??= lineStarts(this.#text))
  }

  /** The position of an offset in UTF-16 units. */
  position(offset: number): Position {
    const starts = this.#starts
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] as number) }
  }

  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) }
  }
}

export function lineStarts(text: string): number[] {
  const starts = [0]
  const terminator = /\r\n|[\n\r\u2028\u2029]/g
  while (terminator.exec(text)) starts.push(terminator.lastIndex)
  return starts
}
