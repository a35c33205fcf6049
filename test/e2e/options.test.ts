/** What each option does to a run of Vitest. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { type Outcome, type Project, checkout, makeProject, outerEnvironment } from './project.ts'

const shop = join(checkout, 'test/fixtures/shop')

interface ShopRun {
  project: Project
  outcome: Outcome
  /** The reports, by path below `coverdir`. */
  reports: Record<string, string>
}

async function runShop(
  options: string,
  files: Record<string, string> = {},
  coverdir = 'tstrace-report',
): Promise<ShopRun> {
  const project = await makeProject(shop, files)
  await project.configure(options)
  const outcome = await project.vitest()
  expect({ status: outcome.status, messages: outcome.messages }).toEqual({ status: 0, messages: [] })
  return { project, outcome, reports: project.has(coverdir) ? await project.readAll(coverdir) : {} }
}

function listings(reports: Record<string, string>): string[] {
  return Object.keys(reports).filter((path) => path.endsWith('.cover'))
}

test('without options everything that tests load is counted, but for themselves', async () => {
  const { reports } = await runShop('')
  expect(Object.keys(reports)).toEqual([
    '.gitignore',
    '.tstrace-report',
    'callers.txt',
    'functions.txt',
    'src/basket.ts.cover',
    'src/price.ts.cover',
    'summary.txt',
  ])
})

test('format writes the formats of other tools, and prints those for the terminal', async () => {
  const { outcome, reports } = await runShop(`{ format: ['lcov', ['json', { file: 'all.json' }], 'text-summary'] }`)
  const names = Object.keys(reports)
  for (const name of ['lcov.info', 'lcov-report/index.html', 'all.json', 'summary.txt']) expect(names).toContain(name)
  expect(reports['lcov.info']).toContain('SF:src/basket.ts\n')
  expect(outcome.stdout).toMatch(/Lines {8}: [\d.]+% /)
})

test('include, exclude and all choose files', async () => {
  const included = await runShop(`{ include: ['src/**'] }`)
  expect(listings(included.reports)).toEqual([
    'src/basket.ts.cover',
    'src/legacy/import.ts.cover',
    'src/price.ts.cover',
  ])
  expect(included.reports['src/legacy/import.ts.cover']).toContain('>>>>>>   return text')
  const folder = await runShop(`{ include: 'src', exclude: 'src/legacy/**' }`)
  expect(listings(folder.reports)).toEqual(['src/basket.ts.cover', 'src/price.ts.cover'])
  const loaded = await runShop(`{ include: 'src/**', all: false }`)
  expect(listings(loaded.reports)).toEqual(['src/basket.ts.cover', 'src/price.ts.cover'])
  const all = await runShop(`{ all: true, exclude: 'src/basket.ts' }`)
  expect(listings(all.reports)).toEqual(['src/legacy/import.ts.cover', 'src/price.ts.cover'])
})

test('ignoreModule and ignoreDir leave out modules and directories', async () => {
  const byName = await runShop(`{ include: 'src/**', ignoreModule: 'price,src/legacy' }`)
  expect(listings(byName.reports)).toEqual(['src/basket.ts.cover'])
  expect(byName.reports['callers.txt']).not.toContain('price')
  const byDirectory = await runShop(`{ include: 'src/**', ignoreDir: ['src/legacy:src/none'] }`)
  expect(listings(byDirectory.reports)).toEqual(['src/basket.ts.cover', 'src/price.ts.cover'])
})

test('count, listfuncs, trackcalls and report turn reports off', async () => {
  const without = async (options: string): Promise<string[]> => Object.keys((await runShop(options)).reports).slice(2)
  expect(await without('{ count: false }')).toEqual(['callers.txt', 'functions.txt'])
  expect(await without('{ listfuncs: false }')).toEqual([
    'callers.txt',
    'src/basket.ts.cover',
    'src/price.ts.cover',
    'summary.txt',
  ])
  const { project, outcome, reports } = await runShop(`{ report: false, file: 'data/counts.jsonl' }`)
  expect(reports).toEqual({})
  expect(outcome.stdout).not.toContain('test files reported')
  expect(await project.read('data/counts.jsonl')).toContain('src/price.ts')
})

test('without trackcalls lines and functions are the same', async () => {
  const { 'callers.txt': callers, ...rest } = (await runShop(`{ include: 'src/**' }`)).reports
  const { reports, outcome } = await runShop(`{ include: 'src/**', trackcalls: false }`)
  expect(callers).toContain('test "adds up" -> src/basket.Basket.add  x2')
  expect({ ...reports, '.tstrace-report': '' }).toEqual({ ...rest, '.tstrace-report': '' })
  expect(outcome.stdout).not.toContain('Callers')
})

test('missing: false marks nothing', async () => {
  const { reports } = await runShop(`{ include: 'src/**', missing: false }`)
  expect(Object.values(reports).join('')).not.toContain('>>>>>>')
  expect(reports['src/legacy/import.ts.cover']).toContain('         return text')
})

test('pythonCompat leaves out the counts behind functions and caller pairs', async () => {
  const { reports } = await runShop(`{ include: 'src/**', pythonCompat: true }`)
  expect(reports['functions.txt']).toContain('filename: src/basket.ts, modulename: src/basket, funcname: Basket.add\n')
  expect(reports['callers.txt']).toContain('    src/basket.Basket.total -> src/price.sum\n')
  expect(reports['functions.txt'] + reports['callers.txt']!).not.toMatch(/ {2}x\d/)
})

test('print shows reports before the digest, coverdir says where they go', async () => {
  const options = `{ include: 'src/**', coverdir: 'out/trace', print: ['functions', 'summary', 'callers'] }`
  const { outcome, reports } = await runShop(options, {}, 'out/trace')
  const [functions, summary, callers] = ['functions.txt', 'summary.txt', 'callers.txt'].map(
    (name) => reports[name] as string,
  )
  const places = [functions, summary, callers].map((text) => outcome.stdout.indexOf((text as string).trim()))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places).not.toContain(-1)
  expect(outcome.stdout.slice(places[2])).toContain('Report  out/trace')
})

test.each(['counts.jsonl', 'counts.jsonl.gz'])('the store %s adds up runs', async (file) => {
  const { project, reports } = await runShop(`{ include: 'src/**', file: '${file}' }`)
  const bytes = await readFile(project.path(file))
  expect((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()).toContain('"src/price.ts"')
  expect(reports['src/price.ts.cover']).toContain('    1!   if (price < 0) {')
  await project.vitest()
  expect(await project.read('tstrace-report/src/price.ts.cover')).toContain('    2!   if (price < 0) {')
  expect(await project.read('tstrace-report/callers.txt')).toContain('test "adds up" -> src/basket.Basket.add  x4')
})

test('what machines read from the standard output stays readable', async () => {
  const project = await makeProject(shop)
  await project.configure(`{ include: 'src/**' }`)
  const outcome = await project.vitest(['--reporter=json'])
  expect(JSON.parse(outcome.stdout)).toMatchObject({ numPassedTests: 2 })
  expect(outcome.stderr).toContain('2 of 2 test files reported')
})

const escape = '\u001B['

test('the digest has at most 12 lines, and no colours where nobody looks', async () => {
  const files = Array.from({ length: 9 }, (_, index) => [`src/old${index}.ts`, 'export const f = () => 1\nf.x = 2\n'])
  const { outcome } = await runShop(`{ include: 'src/**' }`, Object.fromEntries(files))
  const digest = digestOf(outcome.raw)
  expect(digest.length).toBeLessThanOrEqual(12)
  expect(digest.join('\n')).not.toContain(escape)
})

test.runIf(process.platform === 'linux')('the digest has colours on a terminal, unless NO_COLOR is set', async () => {
  const { project } = await runShop(`{ include: 'src/**' }`)
  const terminal = `${process.execPath} node_modules/vitest/vitest.mjs run`
  const inTerminal = (env: Record<string, string>): string[] => {
    const options = { cwd: project.directory, env: { ...outerEnvironment(), ...env }, encoding: 'utf8' } as const
    return digestOf(spawnSync('script', ['-qec', terminal, '/dev/null'], options).stdout)
  }
  expect(inTerminal({}).join('\n')).toContain(escape)
  expect(inTerminal({ NO_COLOR: '1' }).join('\n')).not.toContain(escape)
})

function digestOf(output: string): string[] {
  const lines = output.replaceAll('\r', '').trimEnd().split('\n')
  const report = lines.findLastIndex((line) => line.includes('tstrace-report'))
  const title = lines.findLastIndex((line) => / tstrace /.test(line.replaceAll('\u001B', ' ')))
  expect(report, `a digest in:\n${output}`).toBeGreaterThan(title)
  expect(title).toBeGreaterThan(-1)
  return lines.slice(title, report + 1)
}
