import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { compareLines } from './lines.mjs'
import { compareVerdicts, tally } from './verdicts.mjs'

const report = mkdtempSync(join(tmpdir(), 'tstrace-suite-'))
afterAll(() => rmSync(report, { recursive: true }))

function outcome(name: string, ...statuses: string[]) {
  const assertionResults = statuses.map((status) => ({ fullName: 'adds', status }))
  return { name, outcome: { testResults: [{ name: 'cart.test.js', status: 'passed', assertionResults }] } }
}

test('tests that end otherwise are named, also where several have one name', () => {
  const bare = outcome('bare', 'passed', 'passed')
  expect(compareVerdicts(bare, outcome('traced', 'passed', 'passed'))).toEqual([])
  expect(compareVerdicts(bare, outcome('traced', 'passed', 'failed'))).toEqual([
    'cart.test.js > adds #2: bare passed, traced failed',
  ])
  expect(compareVerdicts(bare, outcome('traced', 'passed'))).toEqual([
    'cart.test.js > adds #2: bare passed, traced missing',
  ])
  expect(tally(outcome('traced', 'passed', 'failed', 'passed'))).toBe('2 passed, 1 failed')
})

test('a run without tests is no agreement', () => {
  const empty = { name: 'bare', outcome: { testResults: [] } }
  expect(compareVerdicts(empty, empty)).toEqual(['No test ran.'])
})

function statements(...counts: [line: number, count: number][]) {
  const statementMap = Object.fromEntries(counts.map(([line], index) => [index, { start: { line } }]))
  return { statementMap, s: Object.fromEntries(counts.map(([, count], index) => [index, count])) }
}

test('lines that are listed otherwise are named, and files that are not listed though they ran', () => {
  writeFileSync(join(report, 'cart.js.cover'), '    1: let a = 1; b()\n>>>>>>   c()\n       d()\n   12: e()\n')
  const coverage = {
    '/shop/cart.js': statements([1, 0], [1, 1], [2, 0], [3, 1], [4, 11]),
    '/shop/tax.js': statements([1, 1]),
    '/shop/unused.js': statements([1, 0]),
  }
  expect(compareLines({ coverage, report, root: '/shop' })).toEqual({
    files: 1,
    lines: 4,
    differences: [
      'cart.js:3: Istanbul 1, we none |        d()',
      'cart.js:4: Istanbul 11, we 12 |    12: e()',
      'tax.js: no listing',
    ],
  })
})

test('a run in which nothing was counted is no agreement', () => {
  const nothing = { files: 0, lines: 0, differences: ['No line was compared.'] }
  expect(compareLines({ coverage: {}, report, root: '/shop' })).toEqual(nothing)
})
