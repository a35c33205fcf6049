/** What users write with our types compiles against the types that are published, and no internal ones are among those. */
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout, makeDirectory, runProgram } from './project.ts'

const consumer = `
import tstrace, { Trace, TstraceError } from 'tstrace'
import type { Actor, Call, CalledFunction, CoverageResults, FilePath, Line, LineEntry, Position, Slug } from 'tstrace'
import plugin, { type Engine, type PrintItem, type TstraceOptions } from 'tstrace/vitest'
import { type FileCounters, type FileSites, type InstrumentResult, type Position as SitePosition } from 'tstrace/instrument'
import { type StatementSite, type Warning, instrument, readCounts } from 'tstrace/instrument'
import preset from 'tstrace/jest-preset'

const engine: Engine = 'tstrace'
const print: PrintItem[] = ['summary', 'trace']
export const options: TstraceOptions = { engine, print, include: 'src/**' }
export const plugins = [...plugin(options), ...(await tstrace(options))]
export const reporters: string[] = preset.reporters

const trace = new Trace({ countcallers: true })
await trace.run('1 + 1')
const results: CoverageResults = await trace.results()
export const entries: LineEntry[] = [...results]
export const counts: Map<FilePath, Map<Line, number>> = results.counts
export const functions: CalledFunction[] = results.calledfuncs
export const calls: Call[] = results.callers
export const callers: Actor[] = calls.map(({ caller }) => caller)
export const places: Position[] = calls.map(({ callee }) => callee.at)
export const slugOf = (error: unknown): Slug | null => (error instanceof TstraceError ? error.code : null)

const result: InstrumentResult = instrument('let a', { path: 'a.ts' })
export const sites: FileSites | null = result.sites
export const statements: StatementSite[] = sites?.statements ?? []
export const starts: SitePosition[] = statements.map(({ range }) => range.start)
export const warnings: Warning[] = result.warnings
export const files: FileCounters[] = readCounts()
`

const wrong = `
import { CoverageResults } from 'tstrace'
import { createPlugins } from 'tstrace/vitest'
export const results = [new CoverageResults(), createPlugins]
`

test.each(['nodenext', 'bundler'])('a program that names the public types compiles (%s)', async (resolution) => {
  const errors = await compile(resolution, { 'consumer.ts': consumer, 'wrong.ts': wrong })
  expect(errors).not.toContain('consumer.ts')
  expect(errors).toContain("Constructor of class 'CoverageResults' is private")
  expect(errors).toContain("no exported member 'createPlugins'")
})

test('published types say nothing of internals', async () => {
  const names = (await readdir(join(checkout, 'dist'), { recursive: true })).filter((name) => name.endsWith('.d.ts'))
  const texts = await Promise.all(names.map((name) => readFile(join(checkout, 'dist', name), 'utf8')))
  expect(
    names.filter((_, index) => /@internal|interface (?:ResolvedOptions|RunSettings|FileCounts)\b/.test(texts[index]!)),
  ).toEqual([])
})

/** What the compiler says of these files, where the package's names lead to the built types. */
async function compile(moduleResolution: string, sources: Record<string, string>): Promise<string> {
  const directory = await makeDirectory()
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }')
  for (const [name, text] of Object.entries(sources)) await writeFile(join(directory, name), text)
  const module = moduleResolution === 'bundler' ? 'esnext' : moduleResolution
  const paths = {
    tstrace: ['index'],
    'tstrace/vitest': ['vitest-plugin/index'],
    'tstrace/instrument': ['instrument/index'],
    'tstrace/jest-preset': ['jest-preset/preset'],
  }
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2022',
    module,
    moduleResolution,
    typeRoots: [join(checkout, 'node_modules/@types')],
    types: ['node'],
    paths: Object.fromEntries(
      Object.entries(paths).map(([name, [file]]) => [name, [join(checkout, `dist/${file}.d.ts`)]]),
    ),
  }
  await writeFile(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(sources) }))
  const tsc = join(checkout, 'node_modules/typescript/bin/tsc')
  const { stdout } = await runProgram(process.execPath, [tsc, '-p', directory], directory)
  return stdout
}
