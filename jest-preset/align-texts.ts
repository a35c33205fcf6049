/** Where the code without probes is in the code with them, when both were printed by the same transformer. */

import { type MappedCode, alignTokens, tokensOf } from './align-tokens.ts'

/** Of places in the longer text, where they are in the shorter one. */
export class TextAlignment {
  readonly #text: string
  readonly #bare: string
  /** By offset in the longer text; or `inserted`, or `space`. */
  readonly #places: Int32Array
  /** Where in the shorter text parentheses are that are not in the longer one. */
  readonly #gone: ReadonlySet<number>

  constructor(code: MappedCode, bare: MappedCode) {
    const tokens = tokensOf(code)
    const bareTokens = tokensOf(bare)
    const pairs = alignTokens(tokens, bareTokens)
    this.#text = code.text
    this.#bare = bare.text
    this.#places = new Int32Array(code.text.length).fill(space)
    for (const token of tokens) {
      const pair = pairs.get(token)
      for (let at = 0; at < token.text.length; at++) this.#places[token.start + at] = pair ? pair.start + at : inserted
    }
    const found = new Set(pairs.values())
    this.#gone = new Set(bareTokens.filter((token) => !found.has(token)).map(({ start }) => start))
  }

  isInserted(offset: number): boolean {
    return this.#places[offset] === inserted
  }

  /** Whether anything between two places is in the shorter text. */
  isKept(from: number, to: number): boolean {
    return this.#places.subarray(Math.max(0, from), to).some((place) => place >= 0)
  }

  /** Of a range that V8 counts. */
  start(offset: number): number {
    if (offset <= 0) return offset
    const place = this.#places[offset]
    if (place === undefined) return this.#behindAll(offset)
    if (place >= 0) return place
    if (place === space) return this.#behind(offset)
    // Where a function goes on after `await x`, and what is inserted there: V8 counts from behind the semicolon.
    if (this.#text[offset] === ',') return this.#skip(this.#behind(offset), ';')
    return this.#before(offset)
  }

  /** Of a range that V8 counts; exclusive. */
  end(offset: number): number {
    if (offset >= this.#places.length) return this.#behindAll(offset)
    const last = this.#places[offset - 1] ?? inserted
    if (last === inserted) return this.#behind(offset)
    // To the end of the block that is guarded, of which the brace is not a part.
    if (this.#places[offset] === inserted && /^(?:\}|finally)/.test(this.#text.slice(offset, offset + 7)))
      return this.#before(offset)
    if (last === space && this.#places[offset] !== inserted) return this.#before(offset)
    return this.#behind(offset)
  }

  /** Of a function, which may be an expression: the semicolon behind is no part of it. */
  functionEnd(offset: number): number {
    const end = this.end(offset)
    return this.isInserted(offset - 1) && this.#bare[end - 1] === ';' ? end - 1 : end
  }

  /** Whether two places have the same between them in both texts. */
  isSame(from: number, to: number, bareFrom: number, bareTo: number): boolean {
    return this.#text.slice(from, to) === this.#bare.slice(bareFrom, bareTo)
  }

  /** Whether the shorter text has nothing but closing braces between two places. */
  isClosing(from: number, to: number): boolean {
    return /^[\s})\];]*$/.test(this.#bare.slice(from, to))
  }

  /** What is behind one text is behind the other. */
  #behindAll(offset: number): number {
    return offset - this.#text.length + this.#bare.length
  }

  #skip(place: number, sign: string): number {
    return this.#bare[place] === sign ? place + 1 : place
  }

  /** Right behind the last thing before an offset. */
  #behind(offset: number): number {
    let at = offset - 1
    while (at >= 0 && (this.#places[at] as number) < 0) at--
    let place = at < 0 ? 0 : (this.#places[at] as number) + 1
    while (this.#gone.has(place) && this.#bare[place] === ')') place++
    return place
  }

  /** Where the next thing from an offset on starts. */
  #before(offset: number): number {
    let at = offset
    while (at < this.#places.length && (this.#places[at] as number) < 0) at++
    return at < this.#places.length ? (this.#places[at] as number) : this.#bare.length
  }
}

const inserted = -1
/** Or a comment. */
const space = -2
