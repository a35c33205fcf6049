/** A file of lines as a stream: no limit on its size, and little of it in memory. */
import { isUtf8 } from 'node:buffer'
import { createReadStream, readFileSync } from 'node:fs'
import { pipeline } from 'node:stream'
import type { LineChecker } from './checked-line.ts'
import { field } from './decode-values.ts'
import { checkSize, longestLine } from './limits.ts'

export interface TextLine {
  /** From 1. */
  number: number
  bytes: Buffer
  /** Ends with a newline. The last line of a file that was cut off does not. */
  whole: boolean
}

export class LineTooLong extends Error {
  constructor(number: number, longest: number) {
    super(`Line ${number} is longer than ${longest} bytes`)
  }
}

/** Whether a store is compressed: by its name alone. */
export function isGzip(path: string): boolean {
  return path.endsWith('.gz')
}

export interface LinesOptions {
  /** Whether the file is compressed. */
  gzip: boolean
  /** How many bytes the file has, if that is known: a small one is read at once. */
  size?: number
  /** How many bytes a line may have: where it never ends, memory would. */
  longest?: number
}

/** Every line, as many at a time as were read at once. Throws an Error where one is too long. */
export async function* readLines(
  path: string,
  { gzip, size = Infinity, longest = longestLine }: LinesOptions,
): AsyncGenerator<TextLine[]> {
  let number = 0
  let rest: Buffer[] = []
  let restLength = 0
  for await (const chunk of await readChunks(path, gzip, size)) {
    const lines: TextLine[] = []
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      const piece = chunk.subarray(start, end)
      const bytes = rest.length === 0 ? piece : Buffer.concat([...rest, piece])
      lines.push({ number: ++number, bytes, whole: true })
      rest = []
      restLength = 0
      start = end + 1
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
    restLength += chunk.length - start
    if (restLength > longest) throw new LineTooLong(number + 1, longest)
    if (lines.length > 0) yield lines
  }
  if (rest.length > 0) yield [{ number: ++number, bytes: Buffer.concat(rest), whole: false }]
}

/**
 * The JSON of a line. Throws a SyntaxError where it is none, or no UTF-8: a name would otherwise change in silence. Throws
 * a DecodeError where the checksum is another.
 */
export function parseLine({ bytes }: TextLine, checker?: LineChecker): unknown {
  if (!isUtf8(bytes)) throw new SyntaxError('It is not UTF-8')
  const text = bytes.toString()
  checkSize(text)
  const value: unknown = JSON.parse(text)
  checker?.check(text)
  return value
}

/** Whether a parsed line is the last one. */
export function isEnd(value: unknown): value is object {
  return typeof value === 'object' && value !== null && field(value, 'end') === true
}

const newline = 0x0a

const smallSize = 1_048_576

async function readChunks(
  path: string,
  gzip: boolean,
  size: number,
): Promise<AsyncIterable<Buffer> | Iterable<Buffer>> {
  if (!gzip && size <= smallSize) return [readFileSync(path)]
  if (!gzip) return createReadStream(path)
  // Here, because traced programs would load it with us.
  const { createGunzip } = await import('node:zlib')
  // An error of either stream ends the other, and reaches the reader through the one it reads.
  return pipeline(createReadStream(path), createGunzip(), () => {})
}
