import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Actor, Call, FileReport, FunctionActor, Report } from '../../src/model/analysis.ts'
import { renderers } from './render-text.ts'
import type { ReportItem } from '../../src/options/options.ts'
import { parseListing } from './parse-listing.ts'
import { fileOf, shopReport, tabulateCalls } from './shop-report.ts'

const counted = { pythonCompat: false }
const brief = { pythonCompat: false, brief: true }
const python = { pythonCompat: true }

type PythonFunction = [path: string, module: string, name: string]

const given: { functions: PythonFunction[]; callers: [PythonFunction, PythonFunction][] } = JSON.parse(
  gold('reports.json'),
)

function gold(name: string): string {
  return readFileSync(new URL(`gold/python/${name}`, import.meta.url), 'utf8')
}

function reportOf({ calls = [], ...report }: Partial<Omit<Report, 'calls'>> & { calls?: Call[] }): Report {
  return { files: [], calls: tabulateCalls(calls), testFiles: null, uncounted: [], ...report }
}

function actor(path: string, name: string, line = 1): FunctionActor {
  return { path, module: path.replace(/\.ts$/, ''), name, at: { line, column: 2 } }
}

function toActor([path, module, name]: PythonFunction): FunctionActor {
  return { path, module, name, at: { line: 1, column: 0 } }
}

function call(caller: Actor, callee: FunctionActor, count = 1): Call {
  return { caller, callee, count }
}

function fileWith(path: string, functions: [name: string, count: number, line: number][]): FileReport {
  const found = functions.map(([name, count, line]) => {
    return { name, count, kind: 'method' as const, at: { line, column: 2 } }
  })
  return { ...fileOf(path, []), functions: found }
}

describe('the shop', () => {
  test.each(Object.keys(renderers) as ReportItem[])('%s', async (name) => {
    await expect(renderers[name](shopReport(), counted)).toMatchFileSnapshot(`gold/shop/${name}.txt`)
    await expect(renderers[name](shopReport(), python)).toMatchFileSnapshot(`gold/shop/${name}.python.txt`)
  })

  test.each(Object.keys(renderers) as ReportItem[])('%s of nothing is nothing, as in Python', (name) => {
    expect(renderers[name](reportOf({}), counted)).toBe('')
  })
})

function ofListing(module: string, path: string, name: string): FileReport {
  return { ...fileOf(path, []), module, lines: parseListing(gold(`${name}.missing.cover`)).lines }
}

describe('summary', () => {
  test("is Python's, character for character", () => {
    const files = [
      ofListing('shapes', '<cwd>/shapes.py', 'shapes'),
      ofListing('main', 'main.py', 'main'),
      ofListing('mathx', '<cwd>/pkg/mathx.py', 'mathx'),
    ]
    expect(renderers.summary(reportOf({ files }), python)).toBe(
      [
        'lines   cov%   module   (path)',
        '   52    90%   main   (main.py)',
        '   15   100%   mathx   (<cwd>/pkg/mathx.py)',
        '   30    76%   shapes   (<cwd>/shapes.py)',
        '',
      ].join('\n'),
    )
  })

  test('rounds down: 100% means every line', () => {
    const almost = fileOf('src/cart.ts', [...Array.from({ length: 999 }, () => 1), 0])
    expect(renderers.summary(reportOf({ files: [almost] }), counted)).toContain(' 1000    99%   src/cart ')
  })

  test('sorts by module, then path; in Python a file where nothing can run has no row', () => {
    const files = [
      fileOf('src/b.ts', [1]),
      fileOf('src/a.tsx', [1]),
      fileOf('src/a.ts', [0]),
      fileOf('src/types.ts', [null]),
    ]
    expect(renderers.summary(reportOf({ files }), brief).split('\n').slice(1)).toEqual([
      '    1     0%   src/a   (src/a.ts)',
      '    1   100%   src/a   (src/a.tsx)',
      '    1   100%   src/b   (src/b.ts)',
      '    0   100%   src/types   (src/types.ts)',
      '',
    ])
    expect(renderers.summary(reportOf({ files }), python)).not.toContain('types')
  })

  test('tells what never ran behind the rows, the files with most of it first', () => {
    const files = [
      {
        ...fileOf('src/a.ts', [1, 0]),
        arms: { hit: 1, total: 4 },
        missedArms: [9, 2, 9].map((line) => ({ line, isWritten: true })),
      },
      fileWith('src/b.ts', [['sum', 0, 3]]),
      fileOf('src/c.ts', [0, 0, 1, 0]),
      fileOf('src/d.ts', [1]),
    ]
    const rows = renderers.summary(reportOf({ files }), counted).split('\n')
    expect(rows.slice(5)).toEqual([
      '',
      'total of 4 files: 3 of 7 lines (42%), 0 of 1 functions (0%), 1 of 4 branches (25%)',
      '',
      'never ran, most lines first:',
      'lines   functions   branches   module   (path)',
      '    3           0          0   src/c   (src/c.ts)   lines 1-2, 4',
      '    1           0          3   src/a   (src/a.ts)   lines 2   branches at 2, 9',
      '    0           1          0   src/b   (src/b.ts)',
      '',
    ])
  })

  test('puts question marks where nothing could be counted; Python has no place for that', () => {
    const report = reportOf({ files: [fileOf('src/a.ts', [1])], uncounted: ['src/\u001b[31mred.ts'] })
    expect(renderers.summary(report, brief)).toMatch(
      /\n {4}\? {5}\?% {3}src\/\\x1b\[31mred {3}\(src\/\\x1b\[31mred\.ts\)\n$/,
    )
    expect(renderers.summary(report, { pythonCompat: true })).not.toContain('?')
  })
})

describe('functions', () => {
  test("are Python's, character for character, in whatever order they come", () => {
    const paths = [...new Set(given.functions.map(([path]) => path))]
    const files = paths.map((path) => {
      const names = given.functions.filter((one) => one[0] === path)
      return fileWith(
        path,
        names.map(([, , name], index) => [name, 3, index]),
      )
    })
    expect(renderers.functions(reportOf({ files }), python)).toBe(gold('functions.txt'))
  })

  test('of the same name say where they stand, called or not; in Python they are one row', () => {
    const files = [
      fileWith('src/cart.ts', [
        ['sum', 3, 9],
        ['sum', 2, 4],
        ['clear', 1, 5],
        ['clear', 0, 7],
        ['add', 1, 1],
      ]),
    ]
    expect(renderers.functions(reportOf({ files }), brief).split('\n').slice(2)).toEqual([
      'filename: src/cart.ts, modulename: src/cart, funcname: add  x1',
      'filename: src/cart.ts, modulename: src/cart, funcname: clear, at: 5:3  x1',
      'filename: src/cart.ts, modulename: src/cart, funcname: sum, at: 4:3  x2',
      'filename: src/cart.ts, modulename: src/cart, funcname: sum, at: 9:3  x3',
      '',
    ])
    expect(renderers.functions(reportOf({ files }), python).split('\n').slice(2)).toEqual([
      'filename: src/cart.ts, modulename: src/cart, funcname: add',
      'filename: src/cart.ts, modulename: src/cart, funcname: clear',
      'filename: src/cart.ts, modulename: src/cart, funcname: sum',
      '',
    ])
  })
})

test('behind the functions stand those called most, and those never called', () => {
  const many = Array.from({ length: 12 }, (_, index): [string, number, number] => [`f${index}`, index, index + 1])
  const files = [fileWith('src/a.ts', [['gone', 0, 7]]), fileWith('src/b.ts', [...many, ['unused', 0, 20]])]
  const rows = renderers.functions(reportOf({ files }), counted).split('\n')
  const hot = rows.indexOf('functions called most:')
  expect(rows.slice(hot + 1, hot + 3)).toEqual([
    '      11  src/b.f11   (src/b.ts:12:3)',
    '      10  src/b.f10   (src/b.ts:11:3)',
  ])
  expect(rows.slice(hot + 11)).toEqual([
    '',
    'functions never called:',
    '          src/b.f0   (src/b.ts:1:3)',
    '          src/b.unused   (src/b.ts:20:3)',
    '          src/a.gone   (src/a.ts:7:3)',
    '',
  ])
})

describe('callers', () => {
  test("are Python's, character for character, in whatever order they come", () => {
    const calls = given.callers.map(([caller, callee]) => call(toActor(caller), toActor(callee), 7))
    expect(renderers.callers(reportOf({ calls }), python)).toBe(gold('callers.txt'))
  })

  test("a pair within a file never stands under another file's heading, as it does in Python", () => {
    const main = actor('src/main.ts', 'main')
    const calls = [call(main, actor('src/cart.ts', 'total'), 2), call(main, actor('src/main.ts', 'print'), 3)]
    expect(renderers.callers(reportOf({ calls }), counted)).toBe(
      [
        '',
        'calling relationships:',
        '',
        '*** src/main.ts ***',
        '    src/main.main -> src/main.print  x3',
        '  --> src/cart.ts',
        '    src/main.main -> src/cart.total  x2',
        '',
      ].join('\n'),
    )
  })

  test('a context and the functions of its test file are one block', () => {
    const add = actor('src/cart.ts', 'Cart.add')
    const helper = actor('test/cart.test.ts', 'fillCart')
    const adds = { context: 'test "adds"', file: 'test/cart.test.ts' }
    const calls = [
      call(helper, add, 2),
      call(adds, add, 1),
      call(adds, helper, 1),
      call({ context: '<external>', file: null }, add),
    ]
    expect(renderers.callers(reportOf({ calls }), counted).split('\n').slice(2)).toEqual([
      '',
      '*** <external> ***',
      '  --> src/cart.ts',
      '    <external> -> src/cart.Cart.add  x1',
      '',
      '*** test/cart.test.ts ***',
      '    test "adds" -> test/cart.test.fillCart  x1',
      '  --> src/cart.ts',
      '    test "adds" -> src/cart.Cart.add  x1',
      '    test/cart.test.fillCart -> src/cart.Cart.add  x2',
      '',
    ])
  })

  test('of the same name say where they stand; in Python they are one row', () => {
    const add = actor('src/cart.ts', 'add')
    const calls = [
      call(actor('src/app.ts', 'onClick', 2), actor('src/cart.ts', 'total'), 2),
      call(actor('src/app.ts', 'onClick', 12), add, 5),
      call(actor('src/app.ts', 'onClick', 12), actor('src/cart.ts', 'total')),
    ]
    expect(renderers.callers(reportOf({ calls }), counted).split('\n').slice(5)).toEqual([
      '    src/app.onClick (2:3) -> src/cart.total  x2',
      '    src/app.onClick (12:3) -> src/cart.add  x5',
      '    src/app.onClick (12:3) -> src/cart.total  x1',
      '',
    ])
    expect(renderers.callers(reportOf({ calls }), python).split('\n').slice(5)).toEqual([
      '    src/app.onClick -> src/cart.add',
      '    src/app.onClick -> src/cart.total',
      '',
    ])
  })

  test('of many tests of a file that call one function are one row, and no heading comes twice in a block', () => {
    const file = 'test/cart.test.ts'
    const [add, tax] = [actor('src/cart.ts', 'add'), actor('src/tax.ts', 'tax')]
    const tests = Array.from({ length: 7 }, (_, number) => ({ context: `test "adds ${number}"`, file }))
    const calls = [
      ...tests.map((one) => call(one, add, 2)),
      ...tests.slice(0, 5).map((one) => call(one, tax)),
      call(actor(file, 'fill'), add, 3),
      call(tests[0]!, actor(file, 'fill')),
    ]
    expect(renderers.callers(reportOf({ calls }), counted).split('\n').slice(2)).toEqual([
      '',
      '*** test/cart.test.ts ***',
      '    test "adds 0" -> test/cart.test.fill  x1',
      '  --> src/cart.ts',
      '    test/cart.test.fill -> src/cart.add  x3',
      '    7 tests -> src/cart.add  x14',
      '  --> src/tax.ts',
      ...[0, 1, 2, 3, 4].map((number) => `    test "adds ${number}" -> src/tax.tax  x1`),
      '',
    ])
    expect(renderers.callers(reportOf({ calls }), python)).toContain('    test "adds 6" -> src/cart.add\n')
  })

  const somePath = fc.constantFrom('src/app.ts', 'src/cart.ts', 'src/price.ts')
  const someFunction = fc.tuple(somePath, fc.constantFrom('a', 'b', 'c')).map(([path, name]) => actor(path, name))
  const somePair = fc.tuple(someFunction, someFunction)

  test('read back, every row is a pair, under the headings of its files', () => {
    fc.assert(
      fc.property(fc.uniqueArray(somePair, { selector: (pair) => JSON.stringify(pair) }), (pairs) => {
        const calls = pairs.map(([caller, callee], index) => call(caller, callee, index + 1))
        const expected = calls.map(({ caller, callee, count }) => {
          const from = caller as FunctionActor
          return `${from.path} ${callee.path} ${from.module}.${from.name} -> ${callee.module}.${callee.name}  x${count}`
        })
        expect(readCallers(renderers.callers(reportOf({ calls }), counted)).toSorted()).toEqual(expected.toSorted())
      }),
    )
  })
})

/** Row by row as a reader would: the callee is in the caller's file until an arrow names another one. */
function readCallers(text: string): string[] {
  let caller = ''
  let callee = ''
  return text.split('\n').flatMap((row) => {
    const block = /^\*\*\* (.*) \*\*\*$/.exec(row)?.[1]
    if (block !== undefined) caller = callee = block
    callee = /^ {2}--> (.*)$/.exec(row)?.[1] ?? callee
    return row.startsWith('    ') ? [`${caller} ${callee} ${row.slice(4)}`] : []
  })
}

describe('names that would steer a terminal or break a row', () => {
  const evil = 'a\u001b[31m\nb'

  test('are escaped everywhere', () => {
    const file = { ...fileWith(`src/${evil}.ts`, [[evil, 1, 1]]), lines: [{ line: 1, count: 1 }] }
    const calls = [call({ context: `test "${evil}"`, file: `${evil}.test.ts` }, actor(`src/${evil}.ts`, evil))]
    for (const render of Object.values(renderers)) {
      const text = render(reportOf({ files: [file], calls }), counted)
      expect(text).toContain('a\\x1b[31m\\nb')
      expect(text).not.toContain('\u001b')
    }
  })
})
