/**
 * Whatever happens to a run: what was counted is reported, what is missing is named, and the exit code is Vitest's. The
 * sources write down each call, so the program itself says what the counts must be.
 */
import { spawn } from 'node:child_process'
import { readFile, readdir, rm } from 'node:fs/promises'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { type HostVersion, hostProject, hostVersions } from './hosts.ts'
import { type Outcome, type Project, makeDirectory, outerEnvironment } from './project.ts'

/** A source whose third line runs once a call, and leaves a note. */
function till(name: string): string {
  return [
    `import { appendFileSync } from 'node:fs'`,
    `export function sell(): void {`,
    `  appendFileSync(process.env['LEDGER']!, '${name}\\n')`,
    `}`,
  ].join('\n')
}

/** What happens in a test file, by its name; each has a source of its own. */
const accidents: Record<string, string> = {
  passes: `test('sells', () => sell())`,
  fails: `test('sells', () => { sell(); expect(1).toBe(2) })`,
  throws: `sell()\nthrow new Error('on import')`,
  breaks: `sell()\nimport './nowhere.ts'`,
  syntax: `test('sells', () => { sell( })`,
  skips: `sell()\ntest.skip('sells', () => sell())`,
  'to-do': `sell()\ntest.todo('sells')`,
  empty: `sell()`,
  hangs: `test('sells', async () => { sell(); await new Promise(() => {}) }, 200)`,
  before: `beforeAll(() => { sell(); throw new Error('before') })\ntest('sells', () => sell())`,
  after: `afterAll(() => { sell(); throw new Error('after') })\ntest('sells', () => sell())`,
  exits: `test('sells', () => { sell(); process.exit(3) })\ntest('goes on', () => sell())`,
}

const deaths: Record<string, string> = {
  killed: `test('sells', () => { sell(); process.kill(process.pid, 'SIGKILL') })`,
  aborted: `test('sells', () => { sell(); process.abort() })`,
}

function shopOf(tests: Record<string, string>): Record<string, string> {
  const imports = `import { afterAll, beforeAll, expect, test } from 'vitest'`
  return Object.fromEntries(
    Object.entries(tests).flatMap(([name, text]) => [
      [`src/${name}.ts`, till(name)],
      [`test/${name}.test.ts`, `${imports}\nimport { sell } from '../src/${name}.ts'\n${text}\n`],
    ]),
  )
}

async function shop(version: HostVersion, tests: Record<string, string>, config = '{}'): Promise<Project> {
  const project = await hostProject(version, await makeDirectory(), { ...shopOf(tests), ledger: '' })
  await project.configure(`{ include: 'src/**' }`, config)
  await project.configure(null, config, 'bare.config.ts')
  return project
}

/** How each test ended, and Vitest with them. */
async function verdicts(project: Project, args: string[]): Promise<{ outcome: Outcome; tests: unknown }> {
  const report = project.path('verdicts.json')
  const outcome = await project.vitest([...args, '--reporter=default', '--reporter=json', `--outputFile=${report}`], {
    env: { LEDGER: project.path('ledger') },
  })
  const { testResults } = JSON.parse(await readFile(report, 'utf8')) as { testResults: Verdict[] }
  const tests = testResults.map(({ name, status, assertionResults }) => [
    name,
    status,
    assertionResults.map((result) => [result.fullName, result.status]),
  ])
  return { outcome, tests: tests.toSorted() }
}

interface Verdict {
  name: string
  status: string
  assertionResults: { fullName: string; status: string }[]
}

/** How often each source's third line ran: as it wrote down itself, and as its listing says. */
async function written(project: Project): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const note of (await project.read('ledger')).split('\n').slice(0, -1)) counts[note] = (counts[note] ?? 0) + 1
  return counts
}

async function listed(project: Project, coverdir = 'tstrace-report'): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [path, text] of Object.entries(await project.readAll(coverdir))) {
    const count = Number(/^ *(\d+): {3}appendFileSync/m.exec(text)?.[1] ?? 0)
    if (count > 0) counts[path.slice('src/'.length, -'.ts.cover'.length)] = count
  }
  return counts
}

/** Nothing of the run is left where parts are kept. */
async function leftParts(project: Project): Promise<string[]> {
  return readdir(project.path('node_modules/.cache/tstrace')).catch(() => [])
}

test.each(hostVersions)('Vitest %s: whatever a test file does, its counts are there', async (version) => {
  const project = await shop(version, accidents)
  const bare = await verdicts(project, ['--config=bare.config.ts'])
  await project.write({ ledger: '' })
  const { outcome, tests } = await verdicts(project, [])
  expect(outcome).toMatchObject({ status: bare.outcome.status, messages: [] })
  expect(tests).toEqual(bare.tests)
  expect(outcome.stdout).toContain('12 of 12 test files reported')
  expect(await listed(project)).toEqual(await written(project))
  expect(await listed(project)).toMatchObject({ throws: 1, skips: 1, empty: 1, before: 1, after: 2, exits: 2 })
  expect(await leftParts(project)).toEqual([])
})

// Vitest 3 itself goes down with its worker.
test.each(['5.1', '4.1'] as const)('Vitest %s: a worker that dies costs its test file alone', async (version) => {
  const project = await shop(version, { ...deaths, passes: accidents['passes']!, fails: accidents['fails']! })
  const bare = await verdicts(project, ['--config=bare.config.ts'])
  await project.write({ ledger: '' })
  const { outcome, tests } = await verdicts(project, [])
  expect(outcome.status).toBe(bare.outcome.status)
  expect(tests).toEqual(bare.tests)
  expect(outcome.messages).toEqual([
    expect.stringMatching(/^\[tstrace\] 2 of 4 test files did not report: .* \(not-reported\)$/),
  ])
  for (const name of Object.keys(deaths))
    expect(outcome.messages[0]).toContain(`"test/${name}.test.ts" (its worker died)`)
  const { killed, aborted, ...others } = await written(project)
  expect([killed, aborted]).toEqual([1, 1])
  expect(await listed(project)).toEqual(others)
  expect(await leftParts(project)).toEqual([])
})

/** Kills the first workers. */
const die = `
  const { openSync } = require('node:fs')
  for (let place = 1; place <= Number(process.env.DEATHS); place++) {
    try { openSync('died-' + place, 'wx') } catch { continue }
    process.kill(process.pid, 'SIGKILL')
  }`

// Vitest 4 waits a minute and a half for it.
test('Vitest 5.1: a worker that dies at its start is named', async () => {
  const names = ['one', 'two', 'three']
  const tests = Object.fromEntries(names.map((name) => [name, accidents['passes']!]))
  const project = await shop('5.1', tests, `{ pool: 'forks', execArgv: ['--require', './die.cjs'] }`)
  await project.write({ 'die.cjs': die })
  const env = { LEDGER: project.path('ledger'), DEATHS: '1' }
  const bare = await project.vitest(['--config=bare.config.ts'], { env })
  await rm(project.path('died-1'))
  await project.write({ ledger: '' })
  const outcome = await project.vitest([], { env })
  expect(outcome.status).toBe(bare.status)
  const ran = await written(project)
  const [dead] = names.filter((name) => !(name in ran))
  expect(Object.keys(ran)).toHaveLength(2)
  expect(outcome.messages).toHaveLength(1)
  expect(outcome.messages[0]).toContain(`1 of 3 test files did not report: "test/${dead}.test.ts" (its worker died).`)
  expect(await listed(project)).toEqual(ran)

  const all = await project.vitest([], { env: { ...env, DEATHS: '4' } })
  expect(all.messages).toHaveLength(1)
  expect(all.messages[0]).toContain('3 of 3 test files did not report: ')
})

test.each(hostVersions)('Vitest %s: --bail leaves test files out, and they are named', async (version) => {
  const idle = Array.from({ length: 4 }, (_, index) => [`idle-${index}`, accidents['passes']!])
  // Vitest begins with the largest.
  const fails = `${accidents['fails']!}// ${'large '.repeat(1000)}`
  const project = await shop(version, { fails, ...Object.fromEntries(idle) })
  const args = ['--bail=1', '--no-file-parallelism']
  const bare = await verdicts(project, ['--config=bare.config.ts', ...args])
  await project.write({ ledger: '' })
  const { outcome } = await verdicts(project, args)
  expect(outcome.status).toBe(bare.outcome.status)
  expect(await listed(project)).toEqual({ fails: 1 })
  expect(await written(project)).toEqual({ fails: 1 })
  const names = idle.map(([name]) => `"test/${name}.test.ts" (it was not run)`).join(', ')
  expect(outcome.messages).toHaveLength(1)
  expect(outcome.messages[0]).toContain(`4 of 5 test files did not report: ${names}.`)
})

interface Interrupted {
  status: number | null
  output: string
  /** Processes of the run that go on without it. */
  orphans: boolean
}

/** Runs Vitest as a shell does, in a process group of its own, until a test says that it waits. */
async function interrupt(
  project: Project,
  signal: NodeJS.Signals,
  whom: 'group' | 'main',
  args: string[] = [],
): Promise<Interrupted> {
  await rm(project.path('waits'), { force: true })
  await project.write({ ledger: '' })
  const env = { ...outerEnvironment(), LEDGER: project.path('ledger'), NO_COLOR: '1' }
  const vitest = [project.path('node_modules/vitest/vitest.mjs'), 'run', '--no-file-parallelism', ...args]
  const child = spawn(project.node, vitest, {
    cwd: project.directory,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pid = child.pid!
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const exited = new Promise<number | null>((resolve) => child.once('exit', (status) => resolve(status)))
  while (!project.has('waits') && child.exitCode === null) await setTimeout(20)
  process.kill(whom === 'group' ? -pid : pid, signal)
  const status = await exited
  const orphans = !(await groupEnds(pid))
  if (orphans) process.kill(-pid, 'SIGKILL')
  return { status, output, orphans }
}

async function groupEnds(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 250; tries++) {
    try {
      process.kill(-pid, 0)
    } catch {
      return true
    }
    await setTimeout(20)
  }
  return false
}

describe.each(hostVersions)('Vitest %s, interrupted', (version) => {
  const waits = `test('waits', async () => { sell(); appendFileSync('waits', ''); await new Promise(() => {}) }, 60_000)`
  let project: Project

  beforeAll(async () => {
    // Vitest begins with the largest.
    const passes = `${accidents['passes']!}// ${'large '.repeat(1000)}`
    project = await shop(version, { passes, waits: `import { appendFileSync } from 'node:fs'\n${waits}` })
  })

  test.each([
    ['SIGINT', 'group'],
    ['SIGTERM', 'main'],
  ] as const)('by %s to the %s, reports what is done', async (signal, whom) => {
    const bare = await interrupt(project, signal, whom, ['--config=bare.config.ts'])
    const { status, output, orphans } = await interrupt(project, signal, whom)
    expect(status).toBe(bare.status)
    // Vitest 3 by itself may leave a worker behind.
    expect(orphans).toBe(version === '3.2' && bare.orphans && orphans)
    expect(output).toContain('only 1 of 2 test files reported')
    expect(output).toContain('1 of 2 test files did not report: "test/waits.test.ts" (the run was interrupted).')
    expect(await written(project)).toEqual({ passes: 1, waits: 1 })
    expect(await listed(project)).toEqual({ passes: 1 })
    expect(await leftParts(project)).toEqual([])
  })

  test('before anything is done, leaves the last report as it was', async () => {
    const before = await project.readAll('tstrace-report')
    const { output } = await interrupt(project, 'SIGINT', 'group', ['waits'])
    expect(output).toMatch(/\[tstrace\] The run was interrupted before a test file was done.* \(interrupted\)/)
    expect(await project.readAll('tstrace-report')).toEqual(before)
    expect(await leftParts(project)).toEqual([])
  })
})
