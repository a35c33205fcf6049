/** Whatever ends a test file, a worker or the run: nothing is counted twice, and nothing is silently absent. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import process from 'node:process'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type JestProject, inWorkers, makeJestProject } from './jest-project.ts'
import { outerEnvironment } from './project.ts'

const opens = `test('opens', () => { expect(require('../src/till').open()).toBe('open') })\n`

const files = {
  'src/till.js': `exports.open = () => 'open'\nexports.ring = (amount) => amount\n`,
  'test/first.test.js': opens,
  'test/second.test.js': opens,
  'test/third.test.js': opens,
  'test/exits.test.js': `
    const { ring } = require('../src/till')
    test('rings', () => { ring(1) })
    test('exits', () => { ring(2); process.exit(3) })`,
  'test/dies.test.js': `
    const { ring } = require('../src/till')
    test('rings', () => { ring(1) })
    test('dies', () => { process.kill(process.pid, 'SIGKILL') })`,
  'test/exits-once.test.js': `
    const { existsSync, writeFileSync } = require('node:fs')
    const { ring } = require('../src/till')
    test('exits, the first time', () => {
      ring(1)
      if (existsSync('died')) return
      writeFileSync('died', '')
      process.exit(1)
    })`,
  'test/lost.test.js': `
    require('../src/till').ring(1)
    require('./nowhere')`,
  'test/fails.test.js': `test('fails', () => { expect(require('../src/till').ring(1)).toBe(2) })`,
  'test/nowhere-to-run.test.js': `/** @jest-environment ./broken-environment.js */\n${opens}`,
  'broken-environment.js': `module.exports = class { constructor() { throw new Error('no environment') } }\n`,
  'test/hangs.test.js': `
    require('node:fs').writeFileSync('hanging', '')
    test('hangs', () => new Promise(() => {}), 1e8)`,
}

let project: JestProject

beforeAll(async () => {
  project = await makeJestProject(30, files)
})

afterEach(async () => {
  for (const name of ['died', 'hanging', 'tstrace-report', 'counts.jsonl'])
    await rm(project.path(name), { recursive: true, force: true })
  // Neither parts nor their directories stay.
  expect(Object.keys(await project.readAll('node_modules/.cache/tstrace'))).toEqual([])
})

async function calls(): Promise<Record<string, number>> {
  const rows = (await project.read('tstrace-report/functions.txt')).matchAll(/funcname: exports\.(\w+) {2}x(\d+)/g)
  return Object.fromEntries(Array.from(rows, ([, name, count]) => [name, Number(count)]))
}

test('a test that exits is tried again on fresh workers, and counts once', async () => {
  const { status, messages, stdout } = await project.traced([...inWorkers, 'first', 'second', 'third', 'exits.test'])
  expect({ status, messages }).toEqual({ status: 1, messages: [] })
  expect(stdout).toContain('4 of 4 test files reported')
  expect(await calls()).toEqual({ open: 3, ring: 2 })
})

test('a test that exits once counts as it ran in the end', async () => {
  const { status, messages } = await project.traced([...inWorkers, 'first', 'second', 'third', 'exits-once'])
  expect({ status, messages }).toEqual({ status: 0, messages: [] })
  expect(await calls()).toEqual({ open: 3, ring: 1 })
})

test('a test file whose worker is killed is named', async () => {
  const { status, messages, stdout } = await project.traced([...inWorkers, 'first', 'second', 'third', 'dies'])
  expect(status).toBe(1)
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatch(
    /1 of 4 test files did not report: "test\/dies.test.js" \(.*worker died\).*\(not-reported\)$/,
  )
  expect(stdout).toContain('only 3 of 4 test files reported')
  expect(await calls()).toEqual({ open: 3 })
})

test('a test file that can not be loaded counts as far as it came, one without an environment is named', async () => {
  const { status, messages } = await project.traced(['-i', 'first', 'lost', 'nowhere-to-run'])
  expect(status).toBe(1)
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatch(/1 of 3 test files did not report: "test\/nowhere-to-run.test.js"/)
  expect(await calls()).toEqual({ open: 1, ring: 1 })
})

function notStarted(count: number, all: number): unknown {
  return expect.stringMatching(
    ` ${count} of ${all} test files did not report: ${count} that the test runner did not start\\. .*\\(not-reported\\)$`,
  )
}

test('--bail ends the run before the others', async () => {
  await project.write({ 'fails-first.js': sequencer('fails') })
  const args = ['-i', '--bail', '--testSequencer=./fails-first.js', 'fails', 'first', 'second']
  const { status, messages } = await project.traced(args)
  expect(status).toBe(1)
  expect(messages).toEqual([notStarted(2, 3)])
  expect(await calls()).toEqual({ ring: 1 })
})

test('a test that exits in the only process there is ends the run, which is reported', async () => {
  await project.write({ 'exits-second.js': sequencer('first', 'exits') })
  const args = ['-i', '--testSequencer=./exits-second.js', 'exits.test', 'first', 'second']
  const { status, messages, stdout } = await project.traced(args)
  expect(status).toBe(3)
  expect(messages).toEqual([notStarted(1, 3)])
  expect(stdout).toContain('only 2 of 3 test files reported')
  expect(await calls()).toEqual({ open: 1, ring: 2 })
})

/** Runs these test files first. */
function sequencer(...first: string[]): string {
  return `
    const Sequencer = require('@jest/test-sequencer').default
    const place = ({ path }) => (${JSON.stringify(first)}.findIndex((name) => path.includes(name + '.test')) + 9) % 9
    module.exports = class extends Sequencer {
      sort(tests) { return [...tests].sort((a, b) => place(a) - place(b) || (a.path < b.path ? -1 : 1)) }
    }`
}

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  test.each([
    ['in the only process', ['-i']],
    ['with workers', [...inWorkers]],
  ])('%s', async (_, args) => {
    await project.write({
      'hangs-last.js': sequencer('first', 'second', 'hangs'),
      'store.config.json': JSON.stringify({ reporters: ['default', ['tstrace', { file: 'counts.jsonl' }]] }),
    })
    const jest = project.path('node_modules/jest/bin/jest.js')
    const all = [
      jest,
      '--config=store.config.json',
      ...args,
      '--testSequencer=./hangs-last.js',
      'first',
      'second',
      'hangs',
    ]
    const child = spawn(process.execPath, all, {
      cwd: project.directory,
      env: outerEnvironment(),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    const ended = once(child, 'close')
    while (!existsSync(project.path('hanging')) || (output.match(/PASS/g) ?? []).length < 2) await setTimeout(50)
    // As a terminal does it: to all processes of the run.
    process.kill(-(child.pid as number), signal)
    expect(await ended).toEqual([null, signal])
    expect(output).toMatch(/1 of 3 test files did not report: "test\/hangs.test.js" \(.*\).*\(not-reported\)/)
    expect(await calls()).toEqual({ open: 2 })
    expect(await project.read('counts.jsonl')).toContain('src/till.js')
  })
})
