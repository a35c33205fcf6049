/** The option `format`: what is written where, and which requests are refused. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { createSelector } from '../../src/selection/select.ts'
import { createResults } from '../../src/trace/coverage-results.ts'
import { Trace } from '../../src/trace/trace.ts'
import { parseCommand } from '../../src/options/parse-arguments.ts'
import type { TstraceOptions } from '../../src/options/options.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import { test } from '../store/directory.ts'
import { CountedProject, countScript } from './counted-project.ts'

const cart = 'function total(prices) {\n  if (prices === null) return 0\n  return prices.length\n}\ntotal([])\n'

async function reported(directory: string, given: TstraceOptions): Promise<{ project: CountedProject; text: string }> {
  const project = new CountedProject(directory)
  project.write('src/cart.js', cart)
  const { text, warnings } = await project.report(await countScript('src/cart.js', cart), given)
  expect(warnings).toEqual([])
  return { project, text }
}

test('formats stand beside the texts of Python, several at once', async ({ directory }) => {
  const { project, text } = await reported(directory, { format: ['lcov', 'cobertura', 'json-summary', 'text-summary'] })
  const names = ['callers.txt', 'cobertura-coverage.xml', 'coverage-summary.json', 'functions.txt', 'lcov.info']
  expect(project.files()).toEqual(expect.arrayContaining(names.map((name) => `tstrace-report/${name}`)))
  expect(project.read('tstrace-report/lcov.info')).toContain('SF:src/cart.js\nFN:1,total\n')
  expect(project.read('tstrace-report/lcov.info')).toContain('LF:3\nLH:3\n')
  expect(project.read('tstrace-report/cobertura-coverage.xml')).toContain(`<source>${directory}</source>`)
  expect(text).toContain('Lines        : 100% ( 3/3 )')
  expect(text.indexOf('Lines        : 100%')).toBeLessThan(text.indexOf('Report'))
})

test('a format takes the options that it has in istanbul-reports', async ({ directory }) => {
  const format: TstraceOptions['format'] = [
    ['lcovonly', { file: 'ci/all.info', projectRoot: join(directory, 'src') }],
    ['text', { file: 'table.txt' }],
  ]
  const { project, text } = await reported(directory, { format, count: false })
  expect(project.read('tstrace-report/ci/all.info')).toContain('SF:cart.js\n')
  expect(project.read('tstrace-report/table.txt')).toContain('cart.js')
  expect(text).not.toContain('% Stmts')
  expect(existsSync(join(directory, 'tstrace-report/summary.txt'))).toBe(false)
})

test('the texts of Python can be named, too, and are written once', async ({ directory }) => {
  const { project } = await reported(directory, { format: ['listing', 'callers'], count: false, listfuncs: false })
  const files = project.files().filter((name) => name.startsWith('tstrace-report'))
  const names = ['.gitignore', '.tstrace-report', 'callers.txt', 'src/cart.js.cover']
  expect(files).toEqual(names.map((name) => `tstrace-report/${name}`))
})

test('what a run no longer asks for is removed', async ({ directory }) => {
  await reported(directory, { format: 'lcovonly' })
  const { project } = await reported(directory, {})
  expect(project.files()).not.toContain('tstrace-report/lcov.info')
})

test('a Trace writes them into the directory of its results', async ({ directory }) => {
  const project = new CountedProject(directory)
  project.write('src/cart.js', cart)
  const options = resolveOptions({ count: false, listfuncs: false, trackcalls: false, format: ['lcovonly'] })
  const select = createSelector(directory, options)
  const records = await countScript('src/cart.js', cart)
  const results = await createResults({ records, unsaved: [], options, root: directory, select })
  const written = await results.writeResults({ coverdir: join(directory, 'report') })
  expect(written).toEqual([join(directory, 'report/lcov.info')])
  expect(project.read('report/lcov.info')).toContain('FNDA:1,total\n')
  expect(() => new Trace({ format: ['lvoc'] as never })).toThrow('There is no format "lvoc"')
})

describe('refused', () => {
  test.each<[string, unknown, string]>([
    ['a name that there is not', ['lvoc'], 'There is no format "lvoc". The nearest is "lcov"; there are clover,'],
    ['that in a pair', [['htlm', {}]], 'There is no format "htlm". The nearest is "html"'],
    ['an option of another format', [['lcov', { skipFull: true }]], 'The format "lcov" has no option "skipFull".'],
    ['an option of ours', [['summary', { file: 'x' }]], 'The format "summary" has no option "file". It takes none.'],
    ['a pair that is not in a list', ['lcov', { file: 'x' }], '[["lcov", {"file":"x"}]]'],
    [
      'a file elsewhere',
      [['lcov', { file: '../x' }]],
      'is "../x". Formats are written into the directory of the report',
    ],
    ['a folder elsewhere', [['html', { subdir: '/tmp' }]], 'The option "subdir" of the format "html" is "/tmp".'],
    ['what is no format', { lcov: true }, 'The option "format" is {"lcov":true}. It takes names of formats'],
    ['what is no format, in a list', [3], 'The option "format" is [3]. It takes names of formats'],
  ])('%s', (_, format, message) => {
    expect(() => resolveOptions({ format } as TstraceOptions)).toThrow(message)
  })

  test('callers that are not tracked', () => {
    expect(() => resolveOptions({ format: ['callers'], trackcalls: false })).toThrow('"trackcalls" is false')
  })

  test('on the command line', () => {
    expect(() => parseCommand(['-c', '--format', 'lvoc', 'a.js'])).toThrow('The nearest is "lcov"')
    expect(parseCommand(['--format', 'callers', 'a.js'])).toMatchObject({ options: { trackcalls: true, print: [] } })
  })
})
