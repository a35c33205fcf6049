import type { Position, Range } from '../model/sites.ts'

/** Where each line of a text starts, by the line terminators of ECMAScript (12.3): LF, CR, CRLF, U+2028, U+2029. */
export class LineIndex {
  readonly #starts: number[] = [0]

  constructor(text: string) {
    const terminator = /\r\n|[\n\r\u2028\u2029]/g
    while (terminator.exec(text)) this.#starts.push(terminator.lastIndex)
  }

  /** The position of an offset in UTF-16 units. */
  position(offset: number): Position {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (this.#starts[low] as number) }
  }

  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) }
  }
}
