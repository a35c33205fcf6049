/** A file of lines as a stream: no limit on its size, one line in memory. */
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { field } from './decode-values.ts'

export interface TextLine {
  /** From 1. */
  number: number
  bytes: Buffer
  /** Ends with a newline. The last line of a file that was cut off does not. */
  whole: boolean
}

/** Whether a file is compressed: by its name alone. */
export function isGzip(path: string): boolean {
  return path.endsWith('.gz')
}

/** Every line, uncompressed if the file's name ends with `.gz`. */
export async function* readLines(path: string): AsyncGenerator<TextLine> {
  let number = 0
  let rest: Buffer[] = []
  for await (const chunk of readChunks(path)) {
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      yield { number: ++number, bytes: Buffer.concat([...rest, chunk.subarray(start, end)]), whole: true }
      rest = []
      start = end + 1
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
  }
  if (rest.length > 0) yield { number: ++number, bytes: Buffer.concat(rest), whole: false }
}

/** The JSON of a line. Throws a SyntaxError where it is none, or no UTF-8: a name would otherwise change in silence. */
export function parseLine({ bytes }: TextLine): unknown {
  if (!isUtf8(bytes)) throw new SyntaxError('It is not UTF-8')
  return JSON.parse(bytes.toString())
}

/** The last line of every whole part and of every whole store. */
export const endLine = '{"end":true}\n'

/** Whether a parsed line is the last one. */
export function isEnd(value: unknown): boolean {
  return typeof value === 'object' && value !== null && field(value, 'end') === true
}

const newline = 0x0a

function readChunks(path: string): AsyncIterable<Buffer> {
  const file = createReadStream(path)
  // An error of either stream ends the other, and reaches the reader through the one it reads.
  return isGzip(path) ? pipeline(file, createGunzip(), () => {}) : file
}
