/** Beside `jest --coverage`: neither changes what the other reports. */
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { coverageSites, siteDifferences } from './coverage-sites.ts'
import { type JestProject, type JestVersion, inWorkers, makeJestProject } from './jest-project.ts'
import { checkout, example } from './project.ts'

const env = ['@babel/preset-env', { targets: { node: 'current' } }]
const typescript = ['@babel/preset-typescript', { allowDeclareFields: true }]
const swc = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, sourceMaps: 'inline' }

const sources = String.raw`\.[jt]s$`
const transforms: Record<string, Record<string, unknown>> = {
  babel: { [sources]: ['babel-jest', { presets: [env, typescript] }] },
  'ts-jest': { [sources]: ['ts-jest', { diagnostics: false }] },
  swc: { [sources]: ['@swc/jest', swc] },
  none: {},
}

const versions: [JestVersion, string][] = [
  [30, 'babel'],
  [30, 'ts-jest'],
  [30, 'swc'],
  [30, 'none'],
  [29, 'babel'],
]

describe.each(versions)('Jest %s, %s', (version, name) => {
  let project: JestProject

  beforeAll(async () => {
    project = await tillProject(version, name)
    expect(await project.traced()).toMatchObject({ status: 0, messages: [] })
  })

  describe.each(['babel', 'v8'])('with --coverageProvider=%s', (provider) => {
    let ownReport: Record<string, string>

    beforeAll(async () => {
      ownReport = await project.readAll('tstrace-report')
      const alone = await project.jest(coverage(provider, 'alone'))
      expect(alone.status, alone.stderr).toBe(0)
      const beside = await project.traced([...coverage(provider, 'beside'), ...inWorkers])
      expect(beside).toMatchObject({ status: 0, messages: [] })
    })

    test('our report is what it is without coverage', async () => {
      expect(await project.readAll('tstrace-report')).toEqual(ownReport)
    })

    test('the report of coverage is what it is without tstrace, also from the cache', async () => {
      const alone = await coverageSites(project, `alone-${provider}`)
      expect(alone.length).toBeGreaterThan(30)
      expect(alone.filter((site) => site.startsWith('src/never.'))).not.toEqual([])
      const differences = siteDifferences(alone, await coverageSites(project, `beside-${provider}`))
      expect(differences).toEqual([])
      expect(await project.traced(coverage(provider, 'warm'))).toMatchObject({ status: 0, messages: [] })
      expect(await coverageSites(project, `warm-${provider}`)).toEqual(
        await coverageSites(project, `beside-${provider}`),
      )
    })
  })
})

describe('a larger program', () => {
  let project: JestProject

  beforeAll(async () => {
    project = await tillProject(30, 'babel')
    for (const folder of ['src', 'test']) await cp(join(example, folder), project.path(folder), { recursive: true })
  })

  test('all that Istanbul finds is what it finds without tstrace', async () => {
    expect((await project.jest(coverage('babel', 'alone'))).status).toBe(0)
    expect(await project.traced(coverage('babel', 'beside'))).toMatchObject({ status: 0, messages: [] })
    expect(await files(project, 'beside-babel')).toEqual(await files(project, 'alone-babel'))
  })

  test('all that V8 finds is, too', async () => {
    expect((await project.jest(coverage('v8', 'alone'))).status).toBe(0)
    expect(await project.traced(coverage('v8', 'beside'))).toMatchObject({ status: 0, messages: [] })
    expect(await files(project, 'beside-v8')).toEqual(await files(project, 'alone-v8'))
  })

  test('thresholds are missed by as much', async () => {
    const all = Object.values(await files(project, 'alone-babel')) as { s: Record<string, number> }[]
    const missing = all.flatMap(({ s }) => Object.values(s)).filter((count) => count === 0).length
    expect(missing).toBeGreaterThan(5)
    expect(await statusWith(project, -missing)).toBe(0)
    expect(await statusWith(project, 1 - missing)).toBe(1)
  })
})

async function statusWith(project: JestProject, statements: number): Promise<number | null> {
  const threshold = `--coverageThreshold=${JSON.stringify({ global: { statements } })}`
  return (await project.traced([...coverage('babel', 'threshold'), threshold])).status
}

async function files(project: JestProject, directory: string): Promise<object> {
  return JSON.parse(await project.read(`${directory}/coverage-final.json`)) as object
}

async function tillProject(version: JestVersion, name: string): Promise<JestProject> {
  const moduleNameMapper = { '^vitest$': '<rootDir>/node_modules/vitest.cjs' }
  const compilerOptions = { target: 'es2022', module: 'esnext', moduleResolution: 'bundler', allowJs: true, types: [] }
  const project = await makeJestProject(version, {
    'jest.config.json': JSON.stringify({ transform: transforms[name], moduleNameMapper }),
    'tsconfig.json': JSON.stringify({ compilerOptions }),
    'node_modules/vitest.cjs': 'module.exports = { describe, test, expect, beforeEach, afterEach, vi: jest }\n',
  })
  await (name === 'none' ? project.write(withoutTransform) : cp(till, project.directory, { recursive: true }))
  if (name !== 'none') await project.write({ 'src/never.ts': 'export const never = (n: number) => (n > 1 ? n : 1)\n' })
  return project
}

const till = join(checkout, 'test/fixtures/till')

const withoutTransform = {
  'src/never.js': 'exports.never = (n) => (n > 1 ? n : 1)\n',
  'src/prices.js': `
const rates = { book: 7, cup: 19 }

class Prices {
  #seen = new Map()
  constructor(limit = 3) { this.limit = limit }
  of(name, amount) {
    const rate = rates[name] ?? 0
    if (!rate) throw new RangeError('no ' + name)
    for (const one of this.#seen.keys()) { if (one === name) return this.#seen.get(one) }
    const price = amount > this.limit ? amount * rate / 2 : (amount * rate)
    this.#seen.set(name, price)
    return price
  }
}

async function later(prices, names) {
  const all = []
  for (const name of names) {
    try { all.push(await prices.of(name, await 2)) } catch { all.push(0) }
  }
  return all
}

function codeOf(unit) {
  switch (unit) {
    case 'EUR': return 978
    default:
      /* istanbul ignore next */
      throw new Error(unit)
  }
}

exports.codeOf = codeOf
exports.Prices = Prices
exports.later = later
`,
  'test/prices.test.js': `
const { Prices, codeOf, later } = require('../src/prices')
test('codeOf', () => { expect(codeOf('EUR')).toBe(978) })
test('of', () => { expect(new Prices().of('book', 2)).toBe(14) })
test('later', async () => { expect(await later(new Prices(1), ['cup', 'pen', 'cup'])).toEqual([19, 0, 19]) })
`,
}

function coverage(provider: string, directory: string): string[] {
  const options = {
    coverageProvider: provider,
    coverageReporters: 'json',
    coverageDirectory: `${directory}-${provider}`,
  }
  const given = Object.entries(options).map(([name, value]) => `--${name}=${value}`)
  return ['--coverage', '--collectCoverageFrom=src/**', ...given]
}
