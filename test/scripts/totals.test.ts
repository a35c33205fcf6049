import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'tstrace-totals-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('adds up the tests of all runs', () => {
  const unit = report('unit', true, [file('passed', ['passed', 'passed', 'skipped'])])
  const e2e = report('e2e', true, [file('passed', ['passed', 'todo']), file('passed', ['pending'])])
  expect(totals(unit, e2e)).toEqual({ status: 0, last: '3 passed, 0 failed, 3 skipped' })
})

test('fails when a test failed', () => {
  const unit = report('unit', false, [file('failed', ['passed', 'failed'])])
  expect(totals(unit)).toEqual({ status: 1, last: '1 passed, 1 failed, 0 skipped' })
})

test('counts a file that could not be run as a failure', () => {
  const unit = report('unit', false, [file('passed', ['passed']), file('failed', [])])
  expect(totals(unit)).toEqual({ status: 1, last: '1 passed, 1 failed, 0 skipped' })
})

test('fails when a run failed although its tests passed', () => {
  const unit = report('unit', false, [file('passed', ['passed'])])
  expect(totals(unit)).toEqual({ status: 1, last: '1 passed, 0 failed, 0 skipped' })
})

test('fails when a run left no report, an unreadable one, or ran nothing', () => {
  const unit = report('unit', true, [file('passed', ['passed'])])
  const torn = join(folder, 'torn.json')
  writeFileSync(torn, '{"testResults":[')
  const failure = { status: 1, last: '1 passed, 0 failed, 0 skipped' }
  expect(totals(unit, join(folder, 'missing.json'))).toEqual(failure)
  expect(totals(unit, torn)).toEqual(failure)
  expect(totals(unit, report('empty', true, []))).toEqual(failure)
})

function file(status: string, statuses: string[]): object {
  return { status, assertionResults: statuses.map((one) => ({ status: one })) }
}

function report(name: string, success: boolean, testResults: object[]): string {
  const path = join(folder, `${name}.json`)
  writeFileSync(path, JSON.stringify({ success, testResults }))
  return path
}

function totals(...paths: string[]): { status: number | null; last: string | undefined } {
  const args = ['test/scripts/totals.mjs', ...paths]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { status, last: stdout.trimEnd().split('\n').at(-1) }
}
