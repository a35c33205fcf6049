/** Runs in a row, as in watch mode: of each test file the parts of the last run are in force, and no others are there. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect } from 'vitest'
import { LatestParts, testFileKey } from '../../src/store/latest-parts.ts'
import { writePart } from '../../src/store/parts.ts'
import { readParts } from '../../src/store/read-parts.ts'
import { test } from './directory.ts'
import { cart, price } from './shop-records.ts'

const cartTest = { run: 'run 1', testFile: 'test/cart.test.ts' }
const priceTest = { run: 'run 1', testFile: 'test/price.test.ts' }

/** How often the first line of src/price.ts ran, by all parts that are there. */
async function inForce(directory: string): Promise<number> {
  let count = 0
  await readParts(directory, 'run 1', (file) => (count += file.counts[0]!))
  return count
}

test('a part of a run that wrote more than one counts with the others', async ({ directory }) => {
  const parts = new LatestParts(directory, 'run 1')
  for (const count of [1, 2]) writePart(directory, cartTest, [price({ counts: [count, 0], pairs: [] })])
  await parts.settle(new Set([testFileKey(cartTest)]), new Set())
  expect(await inForce(directory)).toBe(3)
})

test('a test file that wrote nothing this time counts no more', async ({ directory }) => {
  const parts = new LatestParts(directory, 'run 1')
  for (const header of [cartTest, priceTest]) writePart(directory, header, [cart()])
  await parts.settle(new Set([cartTest, priceTest].map(testFileKey)), new Set())
  await parts.settle(new Set([testFileKey(cartTest)]), new Set())
  expect(await inForce(directory)).toBe(1)
})

test('what others left there, and what belongs to no test file, stays', async ({ directory }) => {
  writeFileSync(join(directory, 'notes.txt'), 'mine')
  writePart(directory, { run: 'run 0', testFile: 'test/cart.test.ts' }, [])
  writePart(directory, { run: 'run 1', testFile: null }, [])
  const before = readdirSync(directory)
  const parts = new LatestParts(directory, 'run 1')
  await parts.settle(new Set([testFileKey(cartTest)]), new Set())
  await parts.settle(new Set([testFileKey(cartTest)]), new Set())
  await parts.drop('test/cart.test.ts')
  expect(readdirSync(directory)).toEqual(before)
})

const testFile = fc.constantFrom('a.test.ts', 'b.test.ts', '__proto__')
const project = fc.constantFrom(undefined, 'node', 'browser')
const turn = fc.record({ testFile, project, interrupted: fc.boolean(), wrote: fc.boolean() })
const step = fc.oneof(
  { weight: 3, arbitrary: fc.uniqueArray(turn, { selector: (one) => testFileKey(one), maxLength: 4 }) },
  { weight: 1, arbitrary: testFile },
)

test('however often test files run, are interrupted, and go, what is in force is the last run of each', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
      const directory = mkdtempSync(join(tmpdir(), 'tstrace-latest-'))
      const parts = new LatestParts(directory, 'run 1')
      const expected = new Map<string, { testFile: string; count: number }>()
      let count = 1
      for (const next of steps) {
        if (typeof next === 'string') {
          await parts.drop(next)
          for (const [key, known] of expected) if (known.testFile === next) expected.delete(key)
          continue
        }
        for (const { interrupted, wrote, ...one } of next) {
          const key = testFileKey(one)
          count *= 2
          if (!interrupted) expected.delete(key)
          if (wrote && !expected.has(key)) expected.set(key, { testFile: one.testFile, count })
          const header = { run: 'run 1', testFile: one.testFile, ...(one.project && { project: one.project }) }
          if (wrote) writePart(directory, header, [price({ counts: [count, 0], pairs: [] })])
        }
        const keys = (interrupted: boolean): Set<string> =>
          new Set(next.filter((one) => one.interrupted === interrupted).map(testFileKey))
        await parts.settle(keys(false), keys(true))
      }
      const total = [...expected.values()].reduce((sum, known) => sum + known.count, 0)
      expect(await inForce(directory)).toBe(total)
      expect(readdirSync(directory)).toHaveLength(expected.size)
      rmSync(directory, { recursive: true })
    }),
  )
})
