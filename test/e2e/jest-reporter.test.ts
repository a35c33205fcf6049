/** Ways to have the reporter, and what it shows: what Jest's own show, if it is alone, and a digest. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type JestProject, inWorkers, makeJestProject } from './jest-project.ts'
import type { Outcome } from './project.ts'

const files = {
  'src/price.js': `exports.price = (kind) => {\n  if (kind === 'child') return 5\n  return 12\n}\n`,
  'src/unused.js': `exports.unused = () => 1\n`,
  'test/price.test.js': `
    const { price } = require('../src/price')
    describe('prices', () => {
      test('of children', () => { expect(price('child')).toBe(5) })
      test('of others', () => { expect(price('adult')).toBe(12) })
    })`,
  'test/wrong.test.js': `
    const { price } = require('../src/price')
    test('is wrong', () => { console.log('a line from a test'); expect(price('child')).toBe(6) })`,
  'preset.config.json': JSON.stringify({ preset: 'tstrace' }),
  'options.config.json': JSON.stringify({
    reporters: ['default', ['tstrace', { include: 'src/**', coverdir: 'out', print: ['summary'] }]],
  }),
  'unknown.config.json': JSON.stringify({ reporters: ['default', ['tstrace', { converdir: 'out' }]] }),
  'other.config.json': JSON.stringify({ reporters: [['jest-silent-reporter-of-ours', {}], 'tstrace'] }),
  'node_modules/jest-silent-reporter-of-ours/index.js': 'module.exports = class {}\n',
}

let project: JestProject

beforeAll(async () => {
  project = await makeJestProject(30, files)
})

/** What Jest shows, without times and where they are. */
function shown({ stderr, stdout }: Outcome): string[] {
  return `${stderr}\n${stdout}`
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('Time:'))
    .map((line) => line.replace(/ \([\d.]+ m?s\)$/, ''))
}

const digest = [
  '    tstrace  1 file, 2 of 2 test files reported',
  '      Lines  3 of 3  100%',
  '  Functions  1 of 1  100%',
  '   Branches  2 of 2  100%',
  '    Callers  5 pairs',
  '     Report  tstrace-report',
]

describe.each([[[]], [['--verbose']], [[...inWorkers]]])('with %j', (args) => {
  test('the only reporter shows all that Jest shows, then its digest', async () => {
    const alone = await project.jest(args)
    const outcome = await project.traced(args)
    expect(outcome.status).toBe(alone.status)
    expect(shown(outcome).sort()).toEqual([...shown(alone), ...digest].sort())
  })
})

test.each([[['--config=preset.config.json']], [['--reporters=default', '--reporters=tstrace']]])(
  '%j shows the same',
  async (args) => {
    const alone = await project.jest(['-i'])
    const outcome = await project.jest(['-i', ...args])
    expect(outcome.status).toBe(1)
    expect(shown(outcome).sort()).toEqual([...shown(alone), ...digest].sort())
  },
)

test('beside another reporter there is only the digest', async () => {
  const outcome = await project.jest(['-i', '--config=other.config.json', '--silent'])
  expect(shown(outcome)).toEqual(digest)
})

test('options are taken', async () => {
  const { stdout, messages } = await project.jest(['--config=options.config.json', '--testPathPatterns=price'])
  expect(messages).toEqual([])
  expect(stdout).toContain('lines   cov%   module   (path)\n    3   100%   src/price   (src/price.js)\n')
  expect(stdout).toContain('1 of 1 test file reported')
  expect(await project.read('out/src/unused.js.cover')).toContain('>>>>>> exports.unused')
})

test('an unknown option is named, and the nearest that there is', async () => {
  const { status, messages } = await project.jest(['--config=unknown.config.json'])
  expect(status).toBe(1)
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatch(/"converdir".*"coverdir".*\(unknown-option\)$/)
})

test('where the report lies is said from where the user is', async () => {
  const lower = { 'lower/package.json': '{}', 'lower/one.js': 'module.exports = () => 1\n' }
  await project.write({ ...lower, 'lower/one.test.js': "test('one', () => expect(require('./one')()).toBe(1))\n" })
  const { stdout, messages } = await project.traced(['--rootDir=lower'])
  expect(messages).toEqual([])
  expect(stdout).toContain('     Report  lower/tstrace-report\n')
  expect(await project.read('lower/tstrace-report/one.js.cover')).toContain('    1: module.exports')
})

test('--json has standard output to itself', async () => {
  const { stdout, stderr } = await project.traced(['--json', '--testPathPatterns=price'])
  expect(JSON.parse(stdout)).toMatchObject({ numPassedTests: 2, numTotalTests: 2 })
  expect(stderr).toContain('1 of 1 test file reported')
})

test('where no test is found, nothing is said', async () => {
  const { status, messages, stdout } = await project.traced(['--testPathPatterns=nothing', '--passWithNoTests'])
  expect({ status, messages }).toEqual({ status: 0, messages: [] })
  expect(stdout).not.toContain('tstrace')
})

test('counts the same in worker threads, and in projects of several environments', async () => {
  const projects = ['node', 'jsdom'].map((testEnvironment) => ({
    displayName: testEnvironment,
    testEnvironment,
    testPathIgnorePatterns: ['wrong'],
    transform: {},
  }))
  await project.write({ 'projects.config.json': JSON.stringify({ projects }) })
  const args = ['--config=projects.config.json', '--workerThreads', ...inWorkers]
  expect(await project.traced(args)).toMatchObject({ status: 0, messages: [] })
  const listing = await project.read('tstrace-report/src/price.js.cover')
  expect(listing).toContain(`    4:   if (kind === 'child') return 5\n    2:   return 12\n`)
})
