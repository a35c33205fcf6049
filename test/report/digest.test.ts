import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/model/analysis.ts'
import { renderDigest } from '../../src/report/digest.ts'
import { fileOf, shopReport, tabulateCalls } from './shop-report.ts'

const plain = { color: false, coverdir: 'tstrace-report' }

function digest(report: Partial<Report>): string[] {
  return renderDigest({ files: [], calls: tabulateCalls([]), testFiles: null, uncounted: [], ...report }, plain)
    .split('\n')
    .slice(0, -1)
}

test('the digest of the shop', async () => {
  await expect(renderDigest(shopReport(), plain)).toMatchFileSnapshot('gold/shop/digest.txt')
})

test('has at most 13 lines, the files with most missing lines first', () => {
  const shelves = Array.from({ length: 40 }, (_, index) =>
    fileOf(`src/shelf-${index}.ts`, [1, ...Array<number>(index).fill(0)]),
  )
  const shop = shopReport()
  const uncounted = ['src/a.ts', 'src/\u001b[31mb.ts', 'src/c.ts', 'src/d.ts', 'src/e.ts']
  const rows = digest({ ...shop, files: [...shop.files, ...shelves], uncounted })
  expect(rows).toHaveLength(13)
  expect(rows.slice(5)).toEqual([
    '    Missing  src/shelf-39.ts  39  2-40',
    '             src/shelf-38.ts  38  2-39',
    '             src/shelf-37.ts  37  2-38',
    '             src/shelf-36.ts  36  2-37',
    '             src/shelf-35.ts  35  2-36',
    '             and 35 more files',
    '  Uncounted  src/a.ts, src/\\x1b[31mb.ts, src/c.ts, and 2 more files',
    '     Report  tstrace-report',
  ])
})

describe('missing lines', () => {
  test('are ranges that lines without code do not break, the first four of them', () => {
    const file = fileOf('src/cart.ts', [0, null, 0, 1, 0, 1, null, 0, 0, 1, 0, 1, 0])
    expect(digest({ files: [file] })[2]).toBe('    Missing  src/cart.ts  7  1-3, 5, 8-9, 11, ...')
  })

  test('are all shown where there are four ranges', () => {
    const file = fileOf('src/cart.ts', [0, 1, 0, 1, 0, 1, 0])
    expect(digest({ files: [file] })[2]).toBe('    Missing  src/cart.ts  4  1, 3, 5, 7')
  })

  test('are not spoken of when every line ran', () => {
    expect(digest({ files: [fileOf('src/cart.ts', [3, null, 1])] })).toEqual([
      '    tstrace  1 file',
      '      Lines  2 of 2  100%',
      '     Report  tstrace-report',
    ])
  })
})

test('percentages are rounded down', () => {
  const counts = [...Array<number>(999).fill(1), 0]
  expect(digest({ files: [fileOf('src/cart.ts', counts)] })[1]).toBe('      Lines  999 of 1000   99%')
})

test('test files that did not report are spoken of', () => {
  expect(digest({ testFiles: { expected: 4, reported: 3 } })[0]).toBe(
    '    tstrace  0 files, only 3 of 4 test files reported',
  )
})

test('functions are what Istanbul calls so: no top level, no static block, no field', () => {
  const at = { line: 1, column: 0 }
  const kinds = ['module', 'static-block', 'field', 'method', 'arrow'] as const
  const functions = kinds.map((kind) => ({ kind, name: kind, at, count: 1 }))
  expect(digest({ files: [{ ...fileOf('src/cart.ts', []), functions }] })[1]).toBe('  Functions  2 of 2  100%')
})

describe('colors', () => {
  const colored = renderDigest(shopReport(), { ...plain, color: true })

  test('are there when asked for, and take nothing from the text', () => {
    expect(colored).toContain('\u001b[')
    const escape = new RegExp(String.raw`${'\u001b'}\[\d+m`, 'g')
    expect(colored.replace(escape, '')).toBe(renderDigest(shopReport(), plain))
  })

  test.each([
    ['green', 32, 100],
    ['green', 32, 80],
    ['yellow', 33, 79],
    ['yellow', 33, 50],
    ['red', 31, 49],
  ])('%s is \\x1b[%dm, of %d percent', (_, code, percent) => {
    const files = [
      fileOf(
        'src/cart.ts',
        Array.from({ length: 100 }, (_line, index) => (index < percent ? 1 : 0)),
      ),
    ]
    const text = renderDigest(
      { files, calls: tabulateCalls([]), testFiles: null, uncounted: [] },
      { ...plain, color: true },
    )
    expect(text).toContain(`\u001b[${code}m${`${percent}%`.padStart(4)}`)
  })

  test('of others do not get through', () => {
    expect(renderDigest(shopReport(), { color: false, coverdir: '\u001b[31mcov' })).toContain('\\x1b[31mcov')
    const rows = digest({ files: [fileOf('src/\u001b[31mcart.ts', [0])] })
    expect(rows[2]).toContain('src/\\x1b[31mcart.ts')
  })
})
