/** `jest --watchAll`: of each test file the last run counts, and the store gets the session when that ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import process from 'node:process'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type JestProject, makeJestProject } from './jest-project.ts'
import { outerEnvironment } from './project.ts'

const opens = (times: number): string => `
  const { open } = require('../src/till')
  test('opens', () => { for (let time = 0; time < ${times}; time++) expect(open()).toBe('open') })`

let project: JestProject
let jest: ChildProcess
let output = ''

beforeAll(async () => {
  project = await makeJestProject(30, {
    'src/till.js': `exports.open = () => 'open'\n`,
    'test/first.test.js': opens(1),
    'test/second.test.js': opens(10),
    'jest.config.json': JSON.stringify({ reporters: [['tstrace', { file: 'counts.jsonl' }]] }),
  })
  jest = spawn(process.execPath, [project.path('node_modules/jest/bin/jest.js'), '--watchAll', '--bail'], {
    cwd: project.directory,
    env: outerEnvironment(),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  jest.stdout?.setEncoding('utf8').on('data', (text: string) => (output += stripVTControlCharacters(text)))
  jest.stderr?.setEncoding('utf8').on('data', (text: string) => (output += stripVTControlCharacters(text)))
  await said('test files reported')
})

afterAll(() => {
  jest.kill('SIGKILL')
})

/** Until Jest or tstrace says so; what was said is forgotten then. */
async function said(text: string): Promise<void> {
  while (!output.includes(text)) {
    if (jest.exitCode !== null) throw new Error(`It ended:\n${output}`)
    await Promise.race([once(jest.stdout as object as NodeJS.ReadStream, 'data'), once(jest, 'exit')])
  }
  output = output.slice(output.indexOf(text) + text.length)
}

async function expectOpened(times: number): Promise<void> {
  expect(await project.read('tstrace-report/functions.txt')).toContain(`funcname: exports.open  x${times}\n`)
}

test('what is run again counts as it ran last', async () => {
  await expectOpened(11)
  await project.write({ 'test/second.test.js': opens(20) })
  await said('2 of 2 test files reported')
  await expectOpened(21)
})

test('an interrupted run leaves the report as it was', async () => {
  await project.write({ 'test/first.test.js': `${opens(2)}\ntest('fails', () => { expect(1).toBe(2) })` })
  await said('interrupted, the report is as it was')
  await expectOpened(21)
  await project.write({ 'test/first.test.js': opens(3) })
  await said('2 of 2 test files reported')
  await expectOpened(23)
})

test('a test file that is deleted counts no more', async () => {
  await rm(project.path('test/second.test.js'))
  await said('1 of 1 test file reported')
  await expectOpened(3)
})

test('the store gets what counts when the session ends', async () => {
  expect(project.has('counts.jsonl')).toBe(false)
  const ended = once(jest, 'exit')
  jest.kill('SIGINT')
  expect(await ended).toEqual([null, 'SIGINT'])
  const report = ['--report', '--file=counts.jsonl', '--listfuncs']
  const { stdout } = await project.run([project.path('node_modules/tstrace/dist/cli/index.js'), ...report])
  expect(stdout).toContain('funcname: exports.open  x3\n')
  expect(Object.keys(await project.readAll('node_modules/.cache/tstrace'))).toEqual([])
})
