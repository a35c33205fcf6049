import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileReport } from '../../src/model/analysis.ts'
import { renderListing } from '../../src/formats/listing.ts'
import { parseListing } from './parse-listing.ts'
import { analyseFile } from '../../src/analysis/analyse-file.ts'
import { summarize } from '../../src/analysis/totals.ts'
import { findSites } from '../../src/source/number-source.ts'
import { countScript } from '../run/counted-project.ts'
import { fileOf, shopReport } from './shop-report.ts'

/** Byte for byte: one of the files is not UTF-8. */
function gold(name: string): string {
  return readFileSync(new URL(`gold/python/${name}`, import.meta.url), 'latin1')
}

function ofPython(name: string, listing: string): FileReport {
  const source = readFileSync(new URL(`../fixtures/python/program/${name}.py`, import.meta.url), 'latin1')
  return { ...fileOf(`${name}.py`, [], source), lines: parseListing(listing).lines }
}

describe("Python's own listings come out again, byte for byte", () => {
  test.each(['main', 'shapes', 'pkg/mathx', 'nested', 'many', 'nonutf'])('%s.py with --missing', (name) => {
    const listing = gold(`${basename(name)}.missing.cover`)
    expect(renderListing(ofPython(name, listing), { missing: true })).toBe(listing)
  })

  test('nonl.py, but for the end that Python adds to its last line', () => {
    const listing = gold('nonl.missing.cover')
    expect(`${renderListing(ofPython('nonl', listing), { missing: true })}\n`).toBe(listing)
  })

  test.each(['main', 'shapes'])('%s.py without', (name) => {
    const analysis = ofPython(name, gold(`${name}.missing.cover`))
    expect(renderListing(analysis, { missing: false })).toBe(gold(`${name}.cover`))
  })
})

describe('the listings of the shop', () => {
  test.each(shopReport().files)('$path', async (file) => {
    await expect(renderListing(file, { missing: true })).toMatchFileSnapshot(`gold/shop/${file.path}.cover`)
  })
})

function list(source: string, ...counts: (number | null)[]): string {
  return renderListing(fileOf('src/cart.ts', counts, source), { missing: true })
}

describe('a branch arm that never ran', () => {
  const source = `export const show = (failed) => failed && alert()
export const pay = (cash) => (cash
  ? coins()
  : card())
export function tip(share = 0.1) {
  if (share > 1) return 1
  return share ? share : 0 // both
}
tip(0) || tip(1); tip(2), show(false), pay(true), 1 || 2 // #pragma NO COVER
function coins() {}`

  async function listingOf(options: Parameters<typeof renderListing>[1]): Promise<string[]> {
    const path = 'src/till.js'
    const [record] = await countScript(path, source.replaceAll('export ', '       '))
    const found = findSites(source, { path })
    if (!('sites' in found) || !record) throw new Error('not counted')
    return renderListing(summarize(analyseFile({ path, source, sites: found.sites, counts: record.counts })), options)
      .split('\n')
      .map((row) => row.slice(0, 7))
  }

  test('is marked in the line where it stands, whatever the count of the line', async () => {
    expect((await listingOf({ missing: true })).join('')).toBe(
      '    1!     1:     1: >>>>>> >>>>>>     3:     2:            1:        ',
    )
  })

  test.each([{ missing: false }, { missing: true, pythonCompat: true }])('is not with %o', async (options) => {
    expect((await listingOf(options)).join('')).not.toContain('!')
  })
})

describe('a row', () => {
  test('grows with its count', () => {
    expect(list('a\nb\nc\n', 99_999, 100_000, Number.MAX_SAFE_INTEGER)).toBe(
      '99999: a\n100000: b\n9007199254740991: c\n',
    )
  })

  test('has its tabs expanded from the start of the source line, a character of two units being one column', () => {
    expect(list('\ta\n1234567\tb\n12345678\tc\n💶\td\n', 1)).toBe(
      '    1:         a\n       1234567 b\n       12345678        c\n       💶       d\n',
    )
  })
})

describe('the rows of a listing are the lines of the source', () => {
  test('whatever ends them', () => {
    expect(list('a\r\nb\rc\u2028d\u2029e\n', 1, 2, 3, 4, 5)).toBe('    1: a\n    2: b\n    3: c\n    4: d\n    5: e\n')
  })

  test('when the last one does not end', () => {
    expect(list('a\nb', null, 0)).toBe('       a\n>>>>>> b')
  })

  test('when there is none', () => {
    expect(list('')).toBe('')
    expect(list('\n')).toBe('       \n')
  })

  test('without the byte order mark', () => {
    expect(list('\uFEFFa\n', 1)).toBe('    1: a\n')
  })
})

const someLines = fc.array(
  fc.record({
    text: fc.string({ unit: fc.constantFrom('a', ' ', '>', ':', '1', '\f', '💶', 'é') }),
    end: fc.constantFrom('\n', '\r\n', '\u2028'),
    count: fc.option(fc.oneof(fc.nat(3), fc.maxSafeNat())),
  }),
)

test('a listing read back gives the lines and their counts', () => {
  fc.assert(
    fc.property(someLines, (lines) => {
      const source = lines.map(({ text, end }) => text + end).join('')
      const counts = lines.map(({ count }) => count)
      const file = fileOf('src/cart.ts', counts, source)
      const read = parseListing(renderListing(file, { missing: true }))
      expect(read.lines).toEqual(file.lines)
      expect(read.source).toBe(lines.map(({ text }) => `${text}\n`).join(''))
    }),
  )
})
