/** Stores and parts are data that anybody may have written. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import type { FileCounts } from '../../src/model/counts.ts'
import { hashText } from '../../src/model/hash.ts'
import { numberingVersion } from '../../src/source/number-source.ts'
import { updateStore } from '../../src/store/store.ts'
import { test } from '../store/directory.ts'
import { CountedProject, countScript } from './counted-project.ts'

const secret = 'const price = 3\n'

/** What a store would have to say of a file with that text, to get it into a report. */
function recordOf(path: string, changes: Partial<FileCounts> = {}): FileCounts {
  return { path, hash: hashText(secret), plan: numberingVersion, counts: [1, 0], pairs: [], ...changes }
}

const text = `
function __proto__() { return hasOwnProperty() }
function hasOwnProperty() { return new Shop().constructor.toString() }
class Shop { __proto__() {} toString() { return Shop['constructor'] } static constructor() {} }
__proto__()
new Shop()['__proto__']()
`

test('names of the prototype are names like others', async ({ directory }) => {
  const project = new CountedProject(directory)
  const paths = ['__proto__/constructor.js', 'constructor/__proto__.js', 'hasOwnProperty.js']
  const counts: FileCounts[] = []
  for (const path of paths) {
    project.write(path, text)
    counts.push(...(await countScript(path, text)))
  }
  const { warnings } = await project.report(counts, { file: 'counts.jsonl' })
  expect(warnings).toEqual([])
  expect((await project.report(counts, { file: 'counts.jsonl' })).warnings).toEqual([])
  const functions = project.read('tstrace-report/functions.txt')
  const callers = project.read('tstrace-report/callers.txt')
  for (const path of paths) {
    const module = path.slice(0, -3)
    expect(project.read(`tstrace-report/${path}.cover`)).toContain('    2: function __proto__()')
    for (const [name, times] of [
      ['__proto__', 2],
      ['hasOwnProperty', 2],
      ['Shop.__proto__', 2],
    ] as const) {
      expect(functions).toContain(`filename: ${path}, modulename: ${module}, funcname: ${name}  x${times}\n`)
    }
    expect(callers).toContain(`    ${module}.__proto__ -> ${module}.hasOwnProperty  x2\n`)
  }
})

describe('a path', () => {
  /** Called so in a store beside `inside.js`; the text stands in `shop/inside.js` and in `outside.js`. */
  const paths: [string, listing: string | null][] = [
    ['inside.js', 'inside.js.cover'],
    ['../outside.js', '_up_/outside.js.cover'],
    ['ROOT/inside.js', null],
    ['ROOT/../outside.js', null],
    ['./inside.js', null],
    ['src/../inside.js', null],
    ['src/../../outside.js', null],
    ['../shop/inside.js', null],
    ['inside.js/', null],
    ['inside.js\0', null],
    ['', null],
    ['.', null],
    ['..', null],
    ['../../../../../../../../../../dev/zero', null],
    ['C:\\outside.js', null],
    ['C:/outside.js', null],
    ['..\\outside.js', null],
    ['src\\inside.js', null],
    ['x'.repeat(300), null],
  ]

  test.for(paths)('%j leads nowhere but to its source and its listing', async ([path, listing], { directory }) => {
    const project = new CountedProject(join(directory, 'shop'))
    project.write('inside.js', secret)
    writeFileSync(join(directory, 'outside.js'), secret)
    const named = path.replace('ROOT', project.root)
    const { warnings } = await project.report([recordOf(named)])
    const written = listing === null ? [] : [`tstrace-report/${listing}`]
    expect(project.files().filter((file) => file.endsWith('.cover'))).toEqual(written)
    expect(new CountedProject(directory).files().filter((file) => !file.startsWith('shop/'))).toEqual(['outside.js'])
    expect(warnings.map(({ slug }) => slug)).toEqual(listing === null ? ['source-gone'] : [])
  })

  test('of a listing does not lead out through a link', async ({ directory }) => {
    const project = new CountedProject(join(directory, 'shop'))
    project.write('src/inside.js', secret)
    mkdirSync(join(directory, 'elsewhere'))
    mkdirSync(join(project.root, 'tstrace-report'))
    symlinkSync(join(directory, 'elsewhere'), join(project.root, 'tstrace-report/src'), 'junction')
    await expect(project.report([recordOf('src/inside.js')])).rejects.toThrow('src" is a link')
    expect(new CountedProject(join(directory, 'elsewhere')).files()).toEqual([])
  })
})

describe('counts that are not of their source', () => {
  test.for([
    ['too few', [1]],
    ['too many', [1, 0, 7]],
    ['none', []],
  ] as [string, number[]][])('(%s) cost that file alone', async ([, counts], { directory }) => {
    const project = new CountedProject(directory)
    project.write('a.js', secret)
    project.write('b.js', secret)
    const { warnings, report } = await project.report([recordOf('a.js', { counts }), recordOf('b.js')])
    expect(report?.files.map(({ path }) => path)).toEqual(['b.js'])
    expect(warnings).toEqual([
      {
        slug: 'bad-store',
        message: expect.stringMatching(/^The counts of "a\.js" do not fit .* not in the report\.$/),
      },
    ])
  })
})

test('nothing in a name steers the terminal', async ({ directory }) => {
  const project = new CountedProject(directory)
  const steer = '\u001b[31mred\u001b]0;title\u0007\u202e\r\u009b'
  const path = `src/${steer}.js`
  const source = `const it = { '${steer}'() {} }\nit['${steer}']()\n`.replaceAll('\r', '\\r')
  project.write(path, source)
  const counts = await countScript(path, source)
  const caller = { context: `test "${steer}\n"`, file: `test/${steer}\n.test.js` }
  const pairs = counts[0]!.pairs.map((pair) => ({ ...pair, caller }))
  const { text: shown, warnings } = await project.report([{ ...counts[0]!, pairs }], {
    print: ['summary', 'functions', 'callers'],
    coverdir: `report-${steer}`,
  })
  expect(warnings).toEqual([])
  expect(shown).toContain('\\x1b[31mred')
  // oxlint-disable-next-line no-control-regex
  expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
})

test('a store with counts up to the limit is added to up to the limit, and no further', async ({ directory }) => {
  const project = new CountedProject(directory)
  project.write('a.js', secret)
  const store = join(directory, 'counts.jsonl')
  await updateStore(store, [recordOf('a.js', { counts: [Number.MAX_SAFE_INTEGER - 1, 0] })])
  await project.report([recordOf('a.js')], { file: 'counts.jsonl' })
  await expect(project.report([recordOf('a.js')], { file: 'counts.jsonl' })).rejects.toThrow(
    /The sum for counter 0 of "a\.js" .* passes 2\^53-1/,
  )
})
