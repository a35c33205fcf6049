import { expect, test } from 'vitest'
import type { TestModule } from 'vitest/node'
import { packCounts } from '../../src/store/packed.ts'
import { BlobCounts } from '../../vitest-plugin/main/blobs.ts'
import type { FileMeta } from '../../vitest-plugin/messages.ts'
import { cart, price } from '../store/shop-records.ts'

function take(blobs: BlobCounts, testFile: string, meta: FileMeta): void {
  blobs.take({ meta: () => meta } as unknown as TestModule, testFile)
}

async function countsByPath({ records }: BlobCounts): Promise<Record<string, readonly number[]>> {
  const counts: Record<string, readonly number[]> = {}
  for await (const { path, counts: own } of records) counts[path] = [...own]
  return counts
}

test('the counts of all test files are added up', async () => {
  const blobs = new BlobCounts()
  const [one, other] = [cart(), price()]
  take(blobs, 'test/cart.test.ts', { tstrace: { counts: [packCounts([one]), packCounts([other])] } })
  take(blobs, 'test/price.test.ts', { tstrace: { counts: [packCounts([other])] } })
  expect(await countsByPath(blobs)).toEqual({
    [one.path]: [...one.counts],
    [other.path]: other.counts.map((count) => 2 * count),
  })
  expect(blobs.testFiles).toEqual(['test/cart.test.ts', 'test/price.test.ts'])
  expect(blobs.warnings).toEqual([])
})

test('other reporters do not see the counts', () => {
  const meta: FileMeta = { tstrace: { counts: [packCounts([cart()])] } }
  take(new BlobCounts(), 'test/cart.test.ts', meta)
  expect(meta).toEqual({})
})

test('a test file whose blob has no counts has not reported', () => {
  const blobs = new BlobCounts()
  take(blobs, 'test/cart.test.ts', {})
  expect(blobs).toMatchObject({ testFiles: [], warnings: [] })
})

test('counts that cannot be read are named, with the test file', () => {
  const blobs = new BlobCounts()
  take(blobs, 'test/cart.test.ts', { tstrace: { counts: [packCounts([cart()]).replace('1:', '2:')] } })
  expect(blobs.testFiles).toEqual([])
  expect(blobs.warnings).toMatchObject([{ slug: 'bad-part' }])
  expect(blobs.warnings[0]?.message).toMatch(/^The counts of "test\/cart\.test\.ts" in its blob can't be read\. /)
})
