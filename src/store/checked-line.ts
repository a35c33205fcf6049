/**
 * A checksum at the end of each line, which is an object of JSON: `{...,"check":"89abcdef"}`. A file has one in every line,
 * or, if an older version wrote it, in none.
 */
import { DecodeError } from './decode-values.ts'

/** The object's JSON with the checksum of it as its last field. */
export function withChecksum(json: string): string {
  return `${json.slice(0, -1)}${fieldStart}${checksum(json, json.length - 1)}${fieldEnd}`
}

/** Checks the lines of one file, in their order. Throws a DecodeError where one is not as it was written. */
export class LineChecker {
  #expected: boolean | null = null
  #count = 0

  check(line: string): void {
    this.#count++
    const start = line.length - fieldLength
    const has = line.startsWith(fieldStart, start) && line.endsWith(fieldEnd)
    this.#expected ??= has
    if (has !== this.#expected) throw new DecodeError('checksum', has ? 'there' : 'missing', 'as in the first line')
    const found = has ? line.slice(start + fieldStart.length, -fieldEnd.length) : ''
    if (has && found !== checksum(line, start))
      throw new DecodeError('checksum', found, 'that of this line: it was damaged')
  }

  /** @param lines how many the last line says there are; `undefined` in older files. */
  checkEnd(lines: unknown): void {
    if (!this.#expected || lines === this.#count) return
    throw new DecodeError('the number of lines', this.#count, `${JSON.stringify(lines)}, as its last line says`)
  }
}

/** The last line of every whole part and of every whole store. @param lines those before it, and itself. */
export function endLine(lines: number): string {
  return `${withChecksum(`{"end":true,"lines":${lines}}`)}\n`
}

const fieldStart = ',"check":"'
const fieldEnd = '"}'
const fieldLength = fieldStart.length + 8 + fieldEnd.length

/** FNV-1a of the text's first characters. Not of `node:zlib`: to load it takes longer than all else that is done for a part. */
function checksum(text: string, length: number): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
