import { execFile } from 'node:child_process'
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { writePart } from '../../src/store/parts.ts'
import { test } from './directory.ts'
import { useEntry } from './entries.ts'
import { cart, price } from './shop-records.ts'

const readParts = useEntry('read-parts')

interface Outcome {
  testFiles: number
  warnings: number
  /** Of the first counter of each file. */
  counts: number[]
  megabytes: number
}

async function outcomeOf(directory: string): Promise<Outcome> {
  const { stdout } = await promisify(execFile)(process.execPath, [readParts(), directory])
  return JSON.parse(stdout) as Outcome
}

/** As many test files, each of which ran the same ten sources. */
function writeParts(directory: string, first: number, count: number): void {
  const sources = Array.from({ length: 10 }, (_, index) =>
    cart({ path: `src/cart-${index}.ts`, counts: Array.from({ length: 100 }, () => 1) }),
  )
  for (let part = first; part < first + count; part++) {
    writePart(directory, { run: 'run 1', testFile: `test/cart-${part}.test.ts` }, sources)
  }
}

test('ten thousand parts are read in the memory of a hundred', { timeout: 120_000 }, async ({ directory }) => {
  writeParts(directory, 0, 100)
  const few = await outcomeOf(directory)
  expect(few).toMatchObject({ testFiles: 100, warnings: 0, counts: Array(10).fill(100) })
  writeParts(directory, 100, 9_900)
  const many = await outcomeOf(directory)
  expect(many).toMatchObject({ testFiles: 10_000, warnings: 0, counts: Array(10).fill(10_000) })
  // Were their counts kept, they would take 160 MB.
  expect(many.megabytes - few.megabytes).toBeLessThan(40)
})

test('of parts that are copied, renamed, cut and foreign all that is whole counts once', async ({ directory }) => {
  for (let part = 0; part < 200; part++) {
    const name = writePart(directory, { run: 'run 1', testFile: `test/${part}.test.ts` }, [cart(), price()])
    const path = join(directory, name)
    if (part % 2 === 0) copyFileSync(path, join(directory, `copy-of-${part}`))
    if (part % 5 === 0) writeFileSync(join(directory, `cut-${part}`), readFileSync(path).subarray(0, -9))
    if (part % 20 === 0) writeFileSync(path, readFileSync(path).subarray(0, -9))
    if (part % 40 === 0) writeFileSync(join(directory, `notes-${part}`), 'milk\n')
  }
  expect(readdirSync(directory)).toHaveLength(200 + 100 + 40 + 5)
  expect(await outcomeOf(directory)).toMatchObject({ testFiles: 200, warnings: 5, counts: [200, 200] })
})
