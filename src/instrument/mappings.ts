/** The `mappings` of a source map (ECMA-426) for a text into which others were inserted. */
import { LineIndex } from '../source/line-index.ts'

/** Where an insertion is mapped to: nowhere in the text (`probe`), the token before it, or an offset of the text. */
export type MapTarget = 'probe' | 'previous' | { at: number }

export interface MappingOptions {
  /**
   * Maps probes to a source of their own, in the line that they are in. Otherwise they are mapped to nothing. Tools that
   * compose maps drop such segments, and then take a probe for the code beside it.
   */
  probeSource: boolean
  /** Maps white space behind a token, too, for tools that look up where the token ends. */
  spaces: boolean
  /** Maps the end of a line, too: transpilers look up where a declaration ends. */
  lineEnds: boolean
}

type Line = number
type Column = number
type Source = 0 | 1

export class Mappings {
  readonly #text: string
  readonly #lines: LineIndex
  readonly #options: MappingOptions
  #bytes: Uint8Array
  #length = 0
  #firstOfLine = true
  /** From an offset in the text to its column in the result. */
  #shift = 0
  #line: Line = 0
  #lineStart = 0
  #tokenLine: Line = 0
  #tokenColumn: Column = 0
  // The last segment's fields: the next one's are relative to them.
  #lastGenerated: Column = 0
  #lastSource: Source = 0
  #lastLine: Line = 0
  #lastColumn: Column = 0

  constructor(text: string, options: MappingOptions) {
    this.#text = text
    this.#lines = new LineIndex(text)
    this.#options = options
    this.#bytes = new Uint8Array(Math.max(1024, text.length * 3))
  }

  /** A part of the text, as it is: a segment for each word, each other character, and perhaps the white space behind. */
  original(from: number, to: number): void {
    const text = this.#text
    let before = punctuator
    for (let at = from; at < to; at++) {
      const kind = kindOf(text.charCodeAt(at))
      if (kind === word) {
        this.#token(at)
        while (at + 1 < to && kindOf(text.charCodeAt(at + 1)) === word) at++
      } else if (kind === punctuator) this.#token(at)
      else {
        if (before < space && (kind === space ? this.#options.spaces : this.#options.lineEnds)) this.#here(at)
        if (kind === lineEnd && !this.#isHalfLineEnd(at)) this.#endLine(at + 1)
      }
      before = kind
    }
  }

  /** A part of the text that belongs to the token before it. */
  skipped(from: number, to: number): void {
    for (let at = from; at < to; at++) {
      if (kindOf(this.#text.charCodeAt(at)) === lineEnd && !this.#isHalfLineEnd(at)) this.#endLine(at + 1)
    }
  }

  /** An insertion at an offset of the text; it has no line break. */
  inserted(at: number, length: number, target: MapTarget): void {
    if (length === 0) return
    const column = at + this.#shift
    this.#shift += length
    if (target === 'previous') return this.#segment(column, 0, this.#tokenLine, this.#tokenColumn)
    if (target === 'probe') {
      return this.#options.probeSource ? this.#segment(column, 1, this.#line, 0) : this.#start(column)
    }
    if (this.#isOnLine(target.at, at)) return this.#segment(column, 0, this.#line, target.at - this.#lineStart)
    const place = this.#lines.position(target.at)
    this.#segment(column, 0, place.line - 1, place.column)
  }

  toString(): string {
    return Buffer.from(this.#bytes.buffer, 0, this.#length).toString('latin1')
  }

  /** Whether a place is on the line of `at`, as far as that can be told without looking for lines. */
  #isOnLine(place: number, at: number): boolean {
    if (place <= at) return place >= this.#lineStart
    return place - at < 8 && !/[\n\r\u2028\u2029]/.test(this.#text.slice(at, place))
  }

  #isHalfLineEnd(at: number): boolean {
    return this.#text.charCodeAt(at) === carriageReturn && this.#text.charCodeAt(at + 1) === lineFeed
  }

  #token(at: number): void {
    this.#tokenLine = this.#line
    this.#tokenColumn = at - this.#lineStart
    this.#here(at)
  }

  #here(at: number): void {
    this.#segment(at + this.#shift, 0, this.#line, at - this.#lineStart)
  }

  #endLine(next: number): void {
    this.#reserve()
    this.#bytes[this.#length++] = semicolon
    this.#firstOfLine = true
    this.#lastGenerated = 0
    this.#shift = -next
    this.#line++
    this.#lineStart = next
  }

  #segment(generated: Column, source: Source, line: Line, column: Column): void {
    this.#start(generated)
    this.#number(source - this.#lastSource)
    this.#number(line - this.#lastLine)
    this.#number(column - this.#lastColumn)
    this.#lastSource = source
    this.#lastLine = line
    this.#lastColumn = column
  }

  /** A segment with this field alone has no source. */
  #start(generated: Column): void {
    this.#reserve()
    if (this.#firstOfLine) this.#firstOfLine = false
    else this.#bytes[this.#length++] = comma
    this.#number(generated - this.#lastGenerated)
    this.#lastGenerated = generated
  }

  /** Base64 VLQ: the sign in the lowest bit, then five bits a digit, the sixth says that more follow. */
  #number(value: number): void {
    let rest = value < 0 ? (-value << 1) | 1 : value << 1
    while (rest > 31) {
      this.#bytes[this.#length++] = digits[(rest & 31) | 32] as number
      rest >>>= 5
    }
    this.#bytes[this.#length++] = digits[rest] as number
  }

  /** Room for a segment: a comma and four numbers of seven digits. */
  #reserve(): void {
    if (this.#length + 32 <= this.#bytes.length) return
    const grown = new Uint8Array(this.#bytes.length * 2)
    grown.set(this.#bytes)
    this.#bytes = grown
  }
}

const punctuator = 0
const word = 1
const space = 2
const lineEnd = 3
const lineFeed = 10
const carriageReturn = 13
const comma = 44
const semicolon = 59
const asciiKinds = Uint8Array.from({ length: 128 }, (_, code) => asciiKind(String.fromCharCode(code)))
const digits = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')

function asciiKind(character: string): number {
  if (/[\n\r]/.test(character)) return lineEnd
  if (/\s/.test(character)) return space
  return /\w/.test(character) ? word : punctuator
}

function kindOf(code: number): number {
  if (code < 128) return asciiKinds[code] as number
  return code === 0x2028 || code === 0x2029 ? lineEnd : punctuator
}
