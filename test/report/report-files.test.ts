import { posix } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatManifest, parseManifest } from '../../src/report/manifest.ts'
import { listingName } from '../../src/formats/listing.ts'

test.each([
  ['src/cart.ts', 'src/cart.ts.cover'],
  ['../lib/a.ts', '_up_/lib/a.ts.cover'],
  ['../../a.ts', '_up_/_up_/a.ts.cover'],
  ['_up_/a.ts', '__up_/a.ts.cover'],
  ['__up_/a.ts', '___up_/a.ts.cover'],
  ['D:/lib/a.ts', '_D_/lib/a.ts.cover'],
  ['..data/a.ts', '..data/a.ts.cover'],
  [`src/${'x'.repeat(250)}.ts`, `src/_${'x'.repeat(40)}-6e3de5c366f99a50.cover`],
  [`src/_${'x'.repeat(40)}-6e3de5c366f99a50`, `src/__${'x'.repeat(40)}-6e3de5c366f99a50.cover`],
])('the listing of %s is %s', (path, name) => {
  expect(listingName(path)).toBe(name)
})

const segment = fc.constantFrom('..', '_up_', '__up_', 'D:', '_D_', 'src', 'cart.ts', '...', '_', 'up')
const somePath = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'))

test('no listing leads out of the directory', () => {
  fc.assert(
    fc.property(somePath, (path) => {
      expect(posix.join('/report', listingName(path))).toBe(`/report/${listingName(path)}`)
    }),
  )
})

test('no two paths share a listing', () => {
  fc.assert(
    fc.property(somePath, somePath, (a, b) => {
      fc.pre(a !== b)
      expect(listingName(a)).not.toBe(listingName(b))
    }),
    { numRuns: 1000 },
  )
})

test('a manifest read back names the same files', () => {
  fc.assert(
    fc.property(fc.uniqueArray(somePath), (paths) => {
      const names = paths.map(listingName).toSorted()
      expect(parseManifest(formatManifest(names))).toEqual({ files: names, added: [] })
      expect(parseManifest(formatManifest([], names))).toEqual({ files: [], added: names })
    }),
  )
})

test.each([
  ['nothing', ''],
  ['half a manifest', '{"version": 1, "files": ["src/ca'],
  ['another version', '{"version": 2, "files": ["src/cart.ts.cover"]}'],
  ['another shape', '{"version": 1, "files": "src/cart.ts.cover"}'],
  ['null', 'null'],
  ['names that lead out', '{"version": 1, "files": ["../a", "/a", "src/../../a", "src//a", "a/.", "..\\\\a", 3]}'],
])('%s gives right to no file', (_, text) => {
  expect(parseManifest(text)).toEqual({ files: [], added: [] })
})
