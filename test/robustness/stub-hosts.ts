/**
 * Runs every stub in one host, bare or traced. What a host makes of a stub is told in the same words both times, so that
 * two texts can be compared: how tests or the program ended, and how often the counted lines ran.
 */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { makeCliProject } from '../e2e/cli-project.ts'
import { makeJestProject } from '../e2e/jest-project.ts'
import { type Project, checkout, example, makeProject, outerEnvironment } from '../e2e/project.ts'
import { type Stub, modules, stubs } from './stubs.ts'

/** By the name of the stub; `untouched` is a test file without one. */
export type Outcomes = Record<string, StubOutcome>

export interface StubOutcome {
  verdict: string
  /** null: the file has no listing. */
  early: number | null
  late: number | null
}

export interface HostRun {
  /** How the run as a whole ended. */
  status: string
  outcomes: Outcomes
  /** For the reader of a red row. */
  output: string
}

/** How often the counted line of each source runs: of the one that is loaded first, and of the one loaded behind the stub. */
export const earlyCount = 7
export const lateCount = 5

const untouched: Stub = { name: 'untouched', code: '' }
/** A run that hangs is ended then. */
const longestRun = 240_000
const longestProgram = 20_000

/** Every source has one line that counts. */
function sourcesOf(kind: 'esm' | 'cjs', extension: string): Record<string, string> {
  const head = kind === 'esm' ? 'export function' : 'exports.sell = function'
  const text = `${head} sell(amount) {\n  return amount\n}\n`
  return Object.fromEntries(
    [...stubs, untouched].flatMap(({ name }) => [
      [`src/${name}.${extension}`, text],
      [`src/${name}-late.${extension}`, text],
    ]),
  )
}

function requires(): string {
  return Object.entries(modules)
    .map(([name, module]) => `const ${name} = require('${module}')\n`)
    .join('')
}

const sells = `for (let sale = 0; sale < ${earlyCount}; sale++) sell(sale)`
const sellsLate = `for (let sale = 0; sale < ${lateCount}; sale++) late.sell(sale)`

export async function runVitest(traced: boolean, chosen: readonly Stub[] = stubs): Promise<HostRun> {
  const imports = Object.entries(modules).map(([name, module]) => `import ${name} from '${module}'\n`)
  const testOf = ({ name, code }: Stub): [string, string] => [
    `test/${name}.test.js`,
    `import { test } from 'vitest'\n${imports.join('')}import { sell } from '../src/${name}.js'\n{\n${code}\n}\n` +
      `test('early', () => { ${sells} })\n` +
      `test('late', async () => { const late = await import('../src/${name}-late.js'); ${sellsLate} }, 2000)\n`,
  ]
  const project = await makeProject(`${example}/src`, {
    'package.json': '{ "private": true, "type": "module" }',
    ...sourcesOf('esm', 'js'),
    ...Object.fromEntries([...chosen, untouched].map(testOf)),
    'verdicts.js': vitestReporter,
  })
  const settings = `{ reporters: ['default', './verdicts.js'], teardownTimeout: 3000, testTimeout: 2000, hookTimeout: 2000, maxWorkers: 2, include: ['test/*.test.js'] }`
  await project.configure(traced ? `{ include: 'src/**', trackcalls: true }` : null, settings, 'vitest.config.ts')
  const vitest = [project.path('node_modules/vitest/vitest.mjs'), 'run']
  const { status, output } = await runNode(project.directory, vitest, longestRun)
  const verdicts = JSON.parse(await readFile(project.path('verdicts.json'), 'utf8').catch(() => '{}')) as Verdicts
  return { status, output, outcomes: await outcomesOf(project, [...chosen, untouched], verdicts, 'js') }
}

type Verdicts = Record<string, string>

/** How each test file and each of its tests ended, and what was thrown outside of them. */
const vitestReporter = `
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
const first = (error) => String(error.message).split('\\n')[0]
export default class {
  verdicts = {}
  add(name, text) {
    this.verdicts[name] = (this.verdicts[name] ? this.verdicts[name] + '; ' : '') + text
    writeFileSync(new URL('verdicts.json', import.meta.url), JSON.stringify(this.verdicts))
  }
  onTestModuleEnd(module) {
    const tests = [...module.children.allTests()].map((test) => '; ' + test.name + ' ' + test.result().state)
    const errors = module.errors().map((error) => ' ' + first(error))
    this.add(basename(module.moduleId, '.test.js'), [module.state(), ...errors, ...tests].join(''))
  }
  onTestRunEnd(modules, errors) {
    for (const error of errors) this.add(basename(error.VITEST_TEST_PATH ?? '?', '.test.js'), 'unhandled ' + first(error))
  }
}
`

function jestTest({ name, code }: Stub): [string, string] {
  return [
    `test/${name}.test.js`,
    `${requires()}const { sell } = require('../src/${name}')\n{\n${code}\n}\ntest('early', () => { ${sells} })\n` +
      `test('late', () => { const late = require('../src/${name}-late'); ${sellsLate} })\n`,
  ]
}

export async function runJest(traced: boolean, chosen: readonly Stub[] = stubs): Promise<HostRun> {
  const project = await makeJestProject(30, {
    ...sourcesOf('cjs', 'js'),
    ...Object.fromEntries([...chosen, untouched].map(jestTest)),
    'jest.config.json': JSON.stringify({ testTimeout: 2000, reporters: ['default'] }),
    'traced.config.json': JSON.stringify({
      testTimeout: 2000,
      reporters: ['default', ['tstrace', { include: 'src/**', trackcalls: true }]],
    }),
  })
  const jest = [project.path('node_modules/jest/bin/jest.js'), `--config=${traced ? 'traced' : 'jest'}.config.json`]
  // What is left in Node's modules goes with the process.
  const alone = ['--maxWorkers=2', '--workerIdleMemoryLimit=1KB', '--json', '--outputFile=verdicts.json', '--silent']
  const { status, output } = await runNode(project.directory, [...jest, ...alone], longestRun)
  const text = await readFile(project.path('verdicts.json'), 'utf8').catch(() => '{"testResults":[]}')
  const { testResults } = JSON.parse(text) as { testResults: JestResult[] }
  const verdicts = Object.fromEntries(
    testResults.map(({ name, status: ended, message, assertionResults }): [string, string] => [
      name.slice(name.lastIndexOf('/') + 1, -'.test.js'.length),
      [
        assertionResults.length > 0 ? ended : `${ended} ${firstLines(message)}`,
        ...assertionResults.map((test) => `${test.title} ${test.status}`),
      ].join('; '),
    ]),
  )
  return { status, output, outcomes: await outcomesOf(project, [...chosen, untouched], verdicts, 'js') }
}

interface JestResult {
  name: string
  status: string
  message: string
  assertionResults: { title: string; status: string }[]
}

function firstLines(message: string): string {
  return message.replace(/\s+/g, ' ').slice(0, 100)
}

function programOf({ name, code }: Stub): [string, string] {
  return [
    `programs/${name}.cjs`,
    `${requires()}const { writeSync } = fs\nconst { sell } = require('../src/${name}.cjs')\n{\n${code}\n}\n${sells}\n` +
      `writeSync(1, 'early\\n')\n` +
      `try { const late = require('../src/${name}-late.cjs'); ${sellsLate}; writeSync(1, 'late printed\\n') } catch { writeSync(1, 'no second source\\n') }\n`,
  ]
}

/** The program says itself how far it came; each has a run of its own. */
export async function runCommandLine(traced: boolean, chosen: readonly Stub[] = stubs): Promise<HostRun> {
  const all = [...chosen, untouched]
  const project = await makeCliProject({
    ...sourcesOf('cjs', 'cjs'),
    ...Object.fromEntries(all.map(programOf)),
  })
  const verdicts: Verdicts = {}
  let output = ''
  async function runNext(queue: Iterator<Stub>): Promise<void> {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const { name } = next.value
      const program = `programs/${name}.cjs`
      const args = traced
        ? [`${checkout}/dist/cli/index.js`, '-cT', '-C', `tstrace-report/${name}`, program]
        : [program]
      const ended = await runNode(project.directory, args, longestProgram)
      // Behind what the program printed, tstrace prints the callers.
      const printed = ended.stdout.split('\ncalling relationships:')[0]
      verdicts[name] = `${ended.status} ${JSON.stringify(printed)}`
      output += `--- ${name}\n${ended.output}\n`
    }
  }
  const queue = all.values()
  await Promise.all([runNext(queue), runNext(queue)])
  return { status: '', output, outcomes: await outcomesOf(project, all, verdicts, 'cjs', (name) => `/${name}`) }
}

async function outcomesOf(
  project: Project,
  all: readonly Stub[],
  verdicts: Verdicts,
  extension: string,
  directoryOf: (name: string) => string = () => '',
): Promise<Outcomes> {
  async function countOf(name: string, source: string): Promise<number | null> {
    const listing = `tstrace-report${directoryOf(name)}/src/${source}.${extension}.cover`
    const text = await readFile(project.path(listing), 'utf8').catch(() => '')
    const count = /^ *(\d+): {3}return amount/m.exec(text)?.[1]
    return count === undefined ? null : Number(count)
  }
  const outcomes = all.map(async ({ name }): Promise<[string, StubOutcome]> => {
    const [early, late] = await Promise.all([countOf(name, name), countOf(name, `${name}-late`)])
    return [name, { verdict: verdicts[name] ?? 'no verdict', early, late }]
  })
  return Object.fromEntries(await Promise.all(outcomes))
}

interface NodeOutcome {
  status: string
  stdout: string
  output: string
}

function runNode(cwd: string, args: string[], timeout: number): Promise<NodeOutcome> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...outerEnvironment(), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
    killSignal: 'SIGKILL',
  })
  let stdout = ''
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => resolve({ status: String(signal ?? status), stdout, output }))
  })
}
