import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect } from 'vitest'
import { type LinesOptions, readLines } from '../../src/store/line-stream.ts'
import { test } from './directory.ts'

async function linesOf(path: string, options: LinesOptions): Promise<string[]> {
  const found: string[] = []
  for await (const lines of readLines(path, options)) {
    for (const { number, bytes, whole } of lines) {
      expect(number).toBe(found.length + 1)
      found.push(bytes.toString() + (whole ? '\n' : ''))
    }
  }
  return found
}

test('lines come one by one, however long they are, and whatever was read at once', async ({ directory }) => {
  const path = join(directory, 'lines')
  const line = fc.oneof(
    fc.constant(''),
    fc.string(),
    fc.nat(200_000).map((length) => 'ö'.repeat(length)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(line.map((text) => text.replaceAll('\n', ''))), fc.string(), async (lines, rest) => {
      const last = rest.replaceAll('\n', '')
      const expected = [...lines.map((one) => `${one}\n`), ...(last === '' ? [] : [last])]
      writeFileSync(path, expected.join(''))
      expect(await linesOf(path, { gzip: false })).toEqual(expected)
      writeFileSync(path, gzipSync(expected.join('')))
      expect(await linesOf(path, { gzip: true })).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})

test('a line that never ends is an error, before it takes all memory', async ({ directory }) => {
  const path = join(directory, 'bomb.gz')
  writeFileSync(path, gzipSync(`one\n${'0'.repeat(5_000_000)}`))
  await expect(linesOf(path, { gzip: true, longest: 1_000_000 })).rejects.toThrow('Line 2 is longer than 1000000 bytes')
  expect(await linesOf(path, { gzip: true, longest: 5_000_000 })).toHaveLength(2)
})
