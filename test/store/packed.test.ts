import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packCounts, unpackCounts } from '../../src/store/packed.ts'
import { record, recordWithSites } from './arbitraries.ts'
import { cart } from './shop-records.ts'

test('what was packed comes out again', () => {
  const records = fc.array(fc.oneof(record, recordWithSites), { maxLength: 5 })
  fc.assert(fc.property(records, (files) => void expect(unpackCounts(packCounts(files))).toEqual(files)))
})

test.each([
  ['nothing', null, 'packed counts is null, not a text with a version'],
  ['another version', packCounts([cart()]).replace('1:', '2:'), 'version is "2", not "1"'],
  ['half of it', packCounts([cart()]).slice(0, 60), 'not what gzip wrote'],
  ['no JSON', `1:${gzipSync('cart').toString('base64')}`, 'record is "cart", not JSON'],
  ['no record', `1:${gzipSync('{}').toString('base64')}`, 'path is undefined'],
])('%s is refused', (_, packed, message) => {
  expect(() => unpackCounts(packed)).toThrow(message)
})
