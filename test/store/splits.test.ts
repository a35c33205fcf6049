/** However the test files of a suite are split over workers, runs and shards: brought together, it is the same store. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FileCounts } from '../../src/model/counts.ts'
import { CountsTable } from '../../src/store/counts-table.ts'
import { createRunDirectory, removeRunDirectory, writePart } from '../../src/store/parts.ts'
import { readParts } from '../../src/store/read-parts.ts'
import { mergeStores, updateStore } from '../../src/store/store.ts'
import { records } from './arbitraries.ts'

/** Where a test file runs, and what it counts. */
interface Turn {
  shard: number
  /** Runs of one shard add to one store. */
  run: number
  /** Workers write when they are done, so their order is anyone's. */
  worker: number
  counted: FileCounts[]
}

const turn: fc.Arbitrary<Turn> = fc.record({ shard: fc.nat(2), run: fc.nat(1), worker: fc.nat(3), counted: records })

async function runTests(store: string, turns: Turn[]): Promise<void> {
  const directory = await createRunDirectory(`${store}.parts`)
  for (const [index, { worker, counted }] of turns.toSorted((a, b) => a.worker - b.worker).entries()) {
    writePart(directory, { run: 'run', testFile: `${index}.test.ts`, worker }, counted)
  }
  const table = new CountsTable()
  expect((await readParts(directory, 'run', (file) => table.add(file))).warnings).toEqual([])
  expect(await updateStore(store, table)).toEqual([])
  await removeRunDirectory(directory, 'run')
}

test('any split of the test files gives the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { maxLength: 8 }), fc.boolean(), async (turns, compressed) => {
      const directory = mkdtempSync(join(tmpdir(), 'tstrace-splits-'))
      const whole = join(directory, 'whole.jsonl')
      await runTests(whole, turns)
      const stores = [0, 1, 2].map((shard) => join(directory, `${shard}.jsonl${compressed ? '.gz' : ''}`))
      for (const [shard, store] of stores.entries()) {
        for (const run of [0, 1]) {
          await runTests(
            store,
            turns.filter((one) => one.shard === shard && one.run === run),
          )
        }
      }
      const merged = join(directory, 'merged.jsonl')
      await mergeStores(stores, merged)
      expect(readFileSync(merged, 'utf8')).toBe(readFileSync(whole, 'utf8'))
      rmSync(directory, { recursive: true })
    }),
    { numRuns: 20 },
  )
})
