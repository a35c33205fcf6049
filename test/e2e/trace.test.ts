/** `trace` in test runners: each test file has its own, with what ran for it and nothing else. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type JestProject, makeJestProject } from './jest-project.ts'
import { type Outcome, type Project, checkout, makeProject } from './project.ts'

const source = `exports.brew = (grams) =>
  grams * 10
exports.wait = async (pots) => {
  for (const pot of pots)
    await pot
  return pots.length
}
exports.cups = 3
`
const tests = {
  'test/brew.test.js': `const { brew } = require('../src/tea.js')
test('brews', () => expect(brew(2)).toBe(20))
test('at a time of its own', () => {
  performance.now = () => 1e9
  brew(1)
})
`,
  'test/wait.test.js': `const { wait } = require('../src/tea.js')
test('waits', async () => expect(await wait([Promise.resolve(), 2])).toBe(2))
`,
  'test/nothing.test.js': `test('nothing of ours', () => {})
`,
}
const files = { 'src/tea.js': source, ...tests }

function asModules(texts: Record<string, string>): Record<string, string> {
  const all = Object.entries(texts).map(([path, text]) => [
    path,
    text
      .replaceAll(/^const (\{.*\}) = require\((.*)\)/gm, 'import $1 from $2')
      .replaceAll(/^exports\./gm, 'export const '),
  ])
  return Object.fromEntries(all) as Record<string, string>
}

/** Of the folder, nothing is needed. */
async function makeTeaProject(): Promise<Project> {
  const project = await makeProject(join(checkout, 'test/fixtures/shop'), asModules(files))
  for (const name of ['basket', 'price']) await rm(project.path(`test/${name}.test.ts`))
  return project
}

/** What the test files show, without the texts of the lines. */
const imported = ' --- modulename: src/tea, funcname: <module>\ntea.js(1)\ntea.js(3)\ntea.js(8)\n'
const brewed = ' --- modulename: src/tea, funcname: brew\ntea.js(2)\n'
const waits = ' --- modulename: src/tea, funcname: wait\n'
const waited = `${waits}tea.js(4)\ntea.js(5)\n`.repeat(2).replace(waits, '') + `${waits}tea.js(4)\ntea.js(6)\n`
const brewTests = ` --- test "brews"\n${brewed} --- test "at a time of its own"\n${brewed}`
const waitTests = ` --- test "waits"\n${waits}${waited}`
const expected = {
  'test/brew.test.js.trace': imported + brewTests,
  'test/nothing.test.js.trace': ' --- test "nothing of ours"\n',
  'test/wait.test.js.trace': imported + waitTests,
}

function short(trace: string): string {
  return trace
    .replaceAll(/^(?:\d+\.\d\d )?(tea\.js\(\d+\)): .*$/gm, '$1')
    .replaceAll('funcname: exports.', 'funcname: ')
}

async function traces(project: Project): Promise<Record<string, string>> {
  const all = project.has('tstrace-report/trace') ? await project.readAll('tstrace-report/trace') : {}
  return Object.fromEntries(Object.entries(all).map(([path, text]) => [path, short(text)]))
}

function expectPrinted({ stdout }: Outcome): void {
  const printed = /\ntrace of test\/brew\.test\.js:\n([^]*?)\n\n/.exec(stdout)?.[1] ?? ''
  expect(short(`${printed}\n`)).toBe(imported + brewTests)
  expect(printed.match(/^\d\.\d\d tea/gm)).toHaveLength(5)
}

describe('Jest', () => {
  let project: JestProject

  beforeAll(async () => {
    project = await makeJestProject(30, files)
  }, 120_000)

  async function run(options: object, args: string[]): Promise<Outcome> {
    const reporters = ['default', ['tstrace', options]]
    await project.write({ 'jest.config.json': JSON.stringify({ reporters }) })
    const outcome = await project.jest(args)
    expect(outcome, outcome.raw).toMatchObject({ status: 0, messages: [] })
    return outcome
  }

  test.each([[['-i', '--no-cache']], [['-w', '2']], [['-i']]])('a file for each test file: %s', async (args) => {
    await run({ trace: true }, args)
    expect(await traces(project)).toEqual(expected)
    await rm(project.path('tstrace-report'), { recursive: true })
  })

  test('printed, with times that no test can change', async () => {
    expectPrinted(await run({ print: ['trace'], timing: true }, ['-i', 'test/brew.test.js']))
  })
})

describe('Vitest', () => {
  let project: Project

  beforeAll(async () => {
    project = await makeTeaProject()
  })

  async function run(options: string, settings = '', args: string[] = []): Promise<Outcome> {
    await project.configure(options, `{ globals: true, ${settings} }`)
    const outcome = await project.vitest(args)
    expect(outcome, outcome.raw).toMatchObject({ status: 0, messages: [] })
    return outcome
  }

  test.each(['forks', 'threads'])('a file for each test file: %s', async (pool) => {
    await run('{ trace: true }', `pool: '${pool}'`)
    expect(await traces(project)).toEqual(expected)
    await rm(project.path('tstrace-report'), { recursive: true })
  })

  test.each([
    'isolate: false, fileParallelism: false',
    `pool: 'vmForks', fileParallelism: false`,
    `pool: 'vmThreads', fileParallelism: false`,
  ])('what test files share, the first of them shows: %s', async (settings) => {
    await run('{ trace: true }', settings)
    const { 'test/brew.test.js.trace': brew = '', 'test/wait.test.js.trace': wait = '' } = await traces(project)
    expect([brew, wait].filter((trace) => trace.startsWith(imported))).toHaveLength(1)
    expect((brew + wait).replace(imported, '')).toBe(brewTests + waitTests)
  })

  test('printed, with times that no test can change; an older trace of what does not run now is gone', async () => {
    await run('{ trace: true }')
    expectPrinted(await run(`{ print: ['trace'], timing: true }`, '', ['test/brew.test.js']))
    expect(Object.keys(await traces(project))).toEqual(['test/brew.test.js.trace'])
    await run('{}')
    expect(await traces(project)).toEqual({})
  })

  test('a worker that dies leaves what it has shown', async () => {
    await project.write({
      'test/brew.test.js': `import { brew } from '../src/tea.js'
test('dies', () => { for (let n = 0; n < 1000; n++) brew(n); process.kill(process.pid, 'SIGKILL') })`,
    })
    await project.configure('{ trace: true }', `{ globals: true, pool: 'forks' }`)
    await project.vitest(['test/brew.test.js'])
    const { 'test/brew.test.js.trace': trace = '' } = await traces(project)
    expect(trace.startsWith(`${imported} --- test "dies"\n${brewed}${brewed}`)).toBe(true)
    expect(trace.split(brewed).length).toBeGreaterThan(500)
  })

  test('projects have files of their own', async () => {
    await project.write(asModules(tests))
    const projects = ['green', 'black'].map((name) => `{ extends: true, test: { name: '${name}' } }`)
    await run('{ trace: true }', `projects: [${projects.join()}]`, ['test/wait.test.js'])
    expect(Object.keys(await traces(project))).toEqual([
      'test/wait.test.js@black.trace',
      'test/wait.test.js@green.trace',
    ])
  })
})

test('options that contradict each other are refused', async () => {
  const project = await makeTeaProject()
  for (const [options, message] of [
    ['{ timing: true }', 'there are no lines to time'],
    [`{ print: ['trace'], trace: false }`, '"print" asks for "trace"'],
    [`{ trace: true, engine: 'istanbul' }`, 'was asked for "trace"'],
  ] as const) {
    await project.configure(options, '{ globals: true }')
    const { raw, status } = await project.vitest()
    expect(raw).toContain(message)
    expect(status).not.toBe(0)
  }
})
