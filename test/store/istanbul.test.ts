import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCoverageMap, type CoverageMapData, type FileCoverageData } from 'istanbul-lib-coverage'
import { describe, expect } from 'vitest'
import type { FileCounts } from '../../src/model/counts.ts'
import { hashText } from '../../src/model/hash.ts'
import type { FileSites, Range } from '../../src/model/sites.ts'
import { CountsTable } from '../../src/store/counts-table.ts'
import { analyseFile } from '../../src/analysis/analyse-file.ts'
import { toFileCoverage } from '../../src/istanbul/to-file-coverage.ts'
import { readIstanbul, type IstanbulRecords } from '../../src/istanbul/read-coverage.ts'
import { readStore, updateStore } from '../../src/store/store.ts'
import { test } from './directory.ts'
import { basket, basketSites, withField } from './shop-records.ts'

const cartSource = `import { price } from './price.js'
export function total(items = []) {
  let sum = 0
  for (const item of items) if (item.count > 0) sum += price(item) * item.count
  switch (items.length) {
    case 0: return 0
    default: return sum || -1
  }
}
export class Cart {
  items = []
  static { Cart.shops = 1 }
  get size() { return this.items.length ? total(this.items) : 0 }
}
`

interface Instrumenter {
  instrumentSync(code: string, path: string): string
  lastFileCoverage(): FileCoverageData
}

/** What Istanbul says of a file, with a count of its own at every place. */
function instrument(path: string, code: string): FileCoverageData {
  const { createInstrumenter } = createRequire(import.meta.url)('istanbul-lib-instrument') as {
    createInstrumenter(options: object): Instrumenter
  }
  const instrumenter = createInstrumenter({ esModules: true })
  instrumenter.instrumentSync(code, path)
  const coverage: FileCoverageData = JSON.parse(JSON.stringify(instrumenter.lastFileCoverage()))
  let next = 1
  for (const hits of [coverage.f, coverage.s]) for (const key of Object.keys(hits)) hits[key] = next++
  for (const [key, arms] of Object.entries(coverage.b)) coverage.b[key] = arms.map(() => next++)
  return coverage
}

/** Writes a shop with its coverage-final.json, perhaps with another value somewhere, and reads that. */
async function readShop(
  directory: string,
  ...[at, value]: [at?: string, value?: unknown]
): Promise<IstanbulRecords & { coverage: FileCoverageData }> {
  const path = join(directory, 'src/cart.js')
  mkdirSync(join(directory, 'src'), { recursive: true })
  writeFileSync(path, cartSource)
  const written = instrument(path, cartSource)
  const coverage = (at === undefined ? written : withField(written, at, value)) as FileCoverageData
  writeFileSync(join(directory, 'coverage-final.json'), JSON.stringify({ [path]: coverage }))
  return { ...(await readIstanbul(join(directory, 'coverage-final.json'), directory)), coverage }
}

function toIstanbul(path: string, sites: FileSites, counts: number[]): FileCoverageData {
  return toFileCoverage(path, analyseFile({ path, source: '', sites, counts }))
}

describe("Istanbul's coverage-final.json", () => {
  test('comes back as Istanbul wrote it', async ({ directory }) => {
    const { files, warnings, coverage } = await readShop(directory)
    const [file] = files
    expect(warnings).toEqual([])
    expect(file).toMatchObject({
      path: 'src/cart.js',
      hash: hashText(cartSource),
      plan: expect.stringMatching(/^istanbul-json /),
      pairs: [],
    })
    expect(JSON.parse(JSON.stringify(toIstanbul(coverage.path, file!.sites!, file!.counts)))).toEqual(coverage)
  })

  test('has its functions first, after a top level that never counts', async ({ directory }) => {
    const { files, coverage } = await readShop(directory)
    const { sites, counts } = files[0]!
    expect(sites!.functions.map(({ name, counter }) => [name, counter, counts[counter]])).toEqual([
      ['<module>', 0, 0],
      ['total', 1, 1],
      ['(anonymous_1)', 2, 2],
    ])
    expect(sites!.functions[0]!.body.end.line).toBe(13)
    expect(sites!.counters).toBe(counts.length)
    expect(Object.keys(coverage.fnMap)).toHaveLength(2)
  })

  test('goes through a store, and adds up', async ({ directory }) => {
    const { files } = await readShop(directory)
    await updateStore(join(directory, 'shop.jsonl'), files)
    await updateStore(join(directory, 'shop.jsonl'), files)
    const stored: FileCounts[] = []
    for await (const file of readStore(join(directory, 'shop.jsonl'))) stored.push(file)
    expect(stored).toEqual([{ ...files[0]!, counts: files[0]!.counts.map((count) => 2 * count) }])
  })

  test('of another instrumenter is kept apart, though it is of the same file', async ({ directory }) => {
    const table = new CountsTable()
    for (const { files } of [await readShop(directory), await readShop(directory, 'statementMap', {})]) {
      for (const file of files) table.add(file)
    }
    expect([...table].map(({ path }) => path)).toEqual(['src/cart.js', 'src/cart.js'])
  })

  test('may have columns without an end, as source maps leave them', async ({ directory }) => {
    const { files } = await readShop(directory, 'statementMap.0.end.column', Infinity)
    expect(files[0]!.sites!.statements[0]!.range.end).toEqual({ line: 3, column: Number.MAX_SAFE_INTEGER })
  })

  test('may have hostile names', async ({ directory }) => {
    writeFileSync(
      join(directory, 'c.json'),
      JSON.stringify({ a: { ...instrument('/shop/__proto__', 'a') } }).replace('"a":', '"__proto__":'),
    )
    const { files } = await readIstanbul(join(directory, 'c.json'), '/shop')
    expect(files.map(({ path }) => path)).toEqual(['__proto__'])
  })

  test('brings no text into a report but that of sources below the root, and waits for none', async ({ directory }) => {
    const root = join(directory, 'shop')
    mkdirSync(root)
    writeFileSync(join(directory, 'shop-2.js'), cartSource)
    writeFileSync(join(root, '.env'), cartSource)
    execFileSync('mkfifo', [join(root, 'pipe.js')])
    const outside = [
      '/etc/passwd',
      '/proc/kmsg',
      join(directory, 'shop-2.js'),
      '../shop-2.js',
      root,
      join(root, '.env'),
    ]
    const paths = [...outside, join(root, 'pipe.js')]
    const data = Object.fromEntries(paths.map((path) => [path, { ...instrument('a.js', cartSource), path }]))
    writeFileSync(join(directory, 'c.json'), JSON.stringify(data))
    const isSource = (path: string): boolean => path.endsWith('.js')
    const { files, warnings } = await readIstanbul(join(directory, 'c.json'), root, undefined, isSource)
    expect(files.map(({ path, hash }) => [path, hash])).toEqual([['pipe.js', 'unknown']])
    const named = outside.slice(0, 5).map((path) => `"${path}"`)
    expect(warnings.map(({ slug, message }) => [slug, message.split('. ')[0]])).toEqual([
      ['bad-store', `${named.join(', ')} and 1 more in "${join(directory, 'c.json')}" are no sources below "${root}"`],
    ])
  })

  test("knows branches by Istanbul's names, and c8's as branches of any kind", async ({ directory }) => {
    const { files } = await readShop(directory, 'branchMap.0.type', 'branch')
    expect(files[0]!.sites!.branches.map(({ kind }) => kind)).toEqual([
      'if',
      'if',
      'switch',
      'binary-expr',
      'cond-expr',
    ])
  })

  test('of a file that is gone belongs to no revision', async ({ directory }) => {
    writeFileSync(
      join(directory, 'c.json'),
      JSON.stringify({ gone: instrument(join(directory, 'gone.js'), cartSource) }),
    )
    const { files, warnings } = await readIstanbul(join(directory, 'c.json'), directory)
    expect(files.map(({ path, hash }) => [path, hash])).toEqual([['gone.js', 'unknown']])
    expect(warnings).toEqual([])
  })

  test('of a file that has become too short for it is named, and belongs to no revision', async ({ directory }) => {
    const { files, warnings } = await readShop(directory, 'statementMap.0.end.line', 99)
    expect(files[0]!.hash).toBe('unknown')
    expect(warnings).toEqual([
      {
        slug: 'source-changed',
        message: expect.stringContaining(
          'src/cart.js" has changed since Istanbul counted it: it has no line 99 any more.',
        ),
      },
    ])
  })

  test('with a source map that nobody applied is named, and left out', async ({ directory }) => {
    const { files, warnings } = await readShop(directory, 'inputSourceMap', { version: 3 })
    expect(files).toEqual([])
    expect(warnings).toEqual([{ slug: 'bad-store', message: expect.stringContaining('src/cart.js" in "') }])
  })

  const broken: [string, string, unknown, string][] = [
    ['a missing map', 'fnMap', undefined, '.fnMap is undefined, not an object'],
    ['a hit that is no number', 's.1', 'x', '.s.1 is "x", not a whole number'],
    ['a negative hit', 'f.0', -1, '.f.0 is -1, not a whole number'],
    ['a missing hit', 's.1', undefined, '.s.1 is undefined, not a whole number'],
    ['too few arms', 'b.1', [1], '.b.1[1] is undefined, not a whole number'],
    ['a place that is none', 'statementMap.0.start.line', 'x', '.statementMap.0.start.line is "x", not a whole number'],
    ['no path', 'path', undefined, '.path is undefined, not a string'],
  ]
  test.for(broken)('with %s is an error that names it', async ([, at, value, why], { directory }) => {
    await expect(readShop(directory, at, value)).rejects.toThrow(
      expect.objectContaining({
        code: 'bad-store',
        message: expect.stringContaining(
          `coverage-final.json" is not Istanbul's coverage-final.json: "${join(directory, 'src/cart.js')}"${why}`,
        ),
      }),
    )
  })

  test.for([
    ['garbage', 'x'],
    ['cut', '{"a":'],
    ['a list', '[]'],
  ])('(%s) is an error', async ([, content], { directory }) => {
    writeFileSync(join(directory, 'c.json'), content!)
    await expect(readIstanbul(join(directory, 'c.json'), directory)).rejects.toThrow(
      expect.objectContaining({ code: 'bad-store' }),
    )
    await expect(readIstanbul(join(directory, 'gone.json'), directory)).rejects.toThrow(/can't be read: ENOENT/)
  })
})

describe('our counts as Istanbul has them', () => {
  test('have no function for what Istanbul knows none', () => {
    const range: Range = { start: { line: 1, column: 0 }, end: { line: 1, column: 9 } }
    const kinds = ['module', 'field', 'function', 'static-block', 'constructor', 'arrow', 'getter'] as const
    const functions = kinds.map((kind, counter) => ({ kind, name: kind, head: range, body: range, counter }))
    const { fnMap, f } = toIstanbul(
      '/shop/cart.ts',
      { counters: 7, statements: [], functions, branches: [] },
      [9, 8, 7, 6, 5, 4, 3],
    )
    expect(Object.entries(fnMap).map(([key, { name }]) => [key, name, f[key]])).toEqual([
      ['0', 'function', 7],
      ['1', 'constructor', 5],
      ['2', 'arrow', 4],
      ['3', 'getter', 3],
    ])
  })

  test("are read by Istanbul's own library, the `else` that nobody wrote included", () => {
    const { counts } = basket()
    const data: CoverageMapData = JSON.parse(
      JSON.stringify({ '/shop/Basket.vue': toIstanbul('/shop/Basket.vue', basketSites(), counts) }),
    )
    const map = createCoverageMap(data)
    map.merge(data)
    const file = map.fileCoverageFor('/shop/Basket.vue')
    expect(file.branchMap['0']!.locations[1]).toEqual({ start: {}, end: {} })
    expect([file.s, file.f, file.b]).toEqual([{ 0: 10, 1: 0 }, { 0: 6 }, { 0: [10, 0] }])
    expect(file.toSummary().data).toMatchObject({
      statements: { total: 2, covered: 1 },
      functions: { total: 1, covered: 1 },
      branches: { total: 2, covered: 1 },
    })
  })

  test('share nothing with the sites', () => {
    const sites: FileSites = basketSites()
    toIstanbul('/shop/Basket.vue', sites, [0, 0, 0, 0]).statementMap[0]!.start.line = 77
    expect(sites).toEqual(basketSites())
  })

  test('are refused where they are not of these sites', () => {
    expect(() => toIstanbul('/shop/Basket.vue', basketSites(), [1])).toThrow('1 instead of 4')
  })
})
