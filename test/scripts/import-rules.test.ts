/** The linter's folder rules can fail: the lists below are imports, each of one file. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const allowed: [file: string, specifier: string][] = [
  ['src/model/a.ts', './counts.ts'],
  ['src/model/a.ts', 'node:path'],
  ['src/options/a.ts', '../model/error.ts'],
  ['src/source/a.ts', '../model/sites.ts'],
  ['src/source/a.ts', 'oxc-parser'],
  ['src/source/a.ts', './walk/walk.ts'],
  ['src/source/walk/a.ts', '../hints.ts'],
  ['src/source/walk/a.ts', '../../model/sites.ts'],
  ['src/instrument/a.ts', '../model/sites.ts'],
  ['src/instrument/a.ts', '../source/index.ts'],
  ['src/instrument/index.ts', '../runtime/read-counts.ts'],
  ['src/runtime/a.ts', './b.ts'],
  ['src/runtime/a.ts', '../model/protocol.ts'],
  ['src/store/a.ts', '../model/counts.ts'],
  ['src/store/a.ts', 'node:fs'],
  ['src/store/a.ts', '../process/is-alive.ts'],
  ['src/istanbul/a.ts', '../store/counts-table.ts'],
  ['src/istanbul/take-counts.ts', '../model/counts.ts'],
  ['src/analysis/a.ts', '../model/analysis.ts'],
  ['src/analysis/a.ts', '../source/index.ts'],
  ['src/report/a.ts', '../analysis/calls.ts'],
  ['src/formats/a.ts', '../report/write.ts'],
  ['src/run/a.ts', '../store/index.ts'],
  ['src/run/a.ts', '../report/index.ts'],
  ['src/run/a.ts', '../formats/index.ts'],
  ['src/test-run/a.ts', '../run/finish-run.ts'],
  ['src/register/a.ts', '../run/finish-run.ts'],
  ['src/register/a.ts', '../options/parse-arguments.ts'],
  ['src/trace/a.ts', '../register/loader.ts'],
  ['src/trace/a.ts', '../formats/index.ts'],
  ['src/index.ts', './trace/trace.ts'],
  ['src/index.ts', '../vitest-plugin/index.ts'],
  ['src/cli/a.ts', '../run/finish-run.ts'],
  ['src/cli/a.ts', '../../package.json'],
  ['vitest-plugin/index.ts', '../src/run/finish-run.ts'],
  ['vitest-plugin/index.ts', '../src/instrument/index.ts'],
  ['vitest-plugin/main/a.ts', '../../src/run/finish-run.ts'],
  ['vitest-plugin/main/a.ts', '../messages.ts'],
  ['vitest-plugin/worker/setup.ts', '../../src/runtime/index.ts'],
  ['vitest-plugin/worker/setup.ts', '../../src/store/parts.ts'],
  ['vitest-plugin/worker/setup.ts', '../messages.ts'],
  ['vitest-plugin/worker/setup.ts', 'node:process'],
  ['vitest-plugin/worker/setup.ts', 'vitest'],
  ['jest-preset/worker/runner.ts', '../../src/runtime/index.ts'],
]

const forbidden: [file: string, specifier: string][] = [
  ['src/model/a.ts', '../source/index.ts'],
  ['src/options/a.ts', '../store/parts.ts'],
  ['src/process/a.ts', '../options/options.ts'],
  ['src/selection/a.ts', '../store/parts.ts'],
  ['src/source/a.ts', '../instrument/index.ts'],
  ['src/source/a.ts', '../store/index.ts'],
  ['src/source/a.ts', '../run/finish-run.ts'],
  ['src/source/a.ts', '../../vitest-plugin/index.ts'],
  ['src/source/a.ts', 'tstrace/vitest'],
  ['src/source/walk/a.ts', '../../instrument/index.ts'],
  ['src/instrument/a.ts', '../runtime/index.ts'],
  ['src/instrument/a.ts', '../runtime/read-counts.ts'],
  ['src/instrument/index.ts', '../runtime/recorder.ts'],
  ['src/instrument/a.ts', '../store/index.ts'],
  ['src/runtime/a.ts', '../instrument/index.ts'],
  ['src/runtime/a.ts', '../source/index.ts'],
  ['src/runtime/a.ts', '../model/hash.ts'],
  ['src/runtime/a.ts', 'node:fs'],
  ['src/runtime/a.ts', 'fs'],
  ['src/runtime/a.ts', 'picomatch'],
  ['src/store/a.ts', '../source/index.ts'],
  ['src/store/a.ts', '../report/index.ts'],
  ['src/istanbul/a.ts', '../analysis/calls.ts'],
  ['src/istanbul/take-counts.ts', '../store/parts.ts'],
  ['src/istanbul/take-counts.ts', 'node:fs'],
  ['src/analysis/a.ts', '../report/index.ts'],
  ['src/analysis/a.ts', '../run/finish-run.ts'],
  ['src/report/a.ts', '../store/index.ts'],
  ['src/report/a.ts', '../instrument/index.ts'],
  ['src/formats/a.ts', '../run/finish-run.ts'],
  ['src/run/a.ts', '../trace/trace.ts'],
  ['src/run/a.ts', '../cli/index.ts'],
  ['src/run/a.ts', '../test-run/transform.ts'],
  ['src/run/a.ts', '../../vitest-plugin/index.ts'],
  ['src/test-run/a.ts', '../register/loader.ts'],
  ['src/test-run/a.ts', '../../jest-preset/preset.ts'],
  ['src/register/a.ts', '../cli/index.ts'],
  ['src/register/a.ts', '../trace/trace.ts'],
  ['src/trace/a.ts', '../cli/index.ts'],
  ['src/index.ts', 'tstrace/vitest'],
  ['src/cli/a.ts', '../../vitest-plugin/index.ts'],
  ['vitest-plugin/index.ts', '../jest-preset/index.ts'],
  ['vitest-plugin/index.ts', '../src/cli/index.ts'],
  ['vitest-plugin/main/a.ts', '../../src/register/loader.ts'],
  ['vitest-plugin/worker/setup.ts', '../main/vitest-run.ts'],
  ['vitest-plugin/worker/setup.ts', '../../src/run/finish-run.ts'],
  ['vitest-plugin/worker/setup.ts', '../../src/report/index.ts'],
  ['vitest-plugin/worker/setup.ts', 'picomatch'],
  ['jest-preset/index.ts', '../vitest-plugin/index.ts'],
  ['jest-preset/worker/runner.ts', '../main/reporter.ts'],
]

const oxlint = resolve('node_modules/oxlint/bin/oxlint')
const project = mkdtempSync(join(tmpdir(), 'tstrace-import-rules-'))
copyFileSync('.oxlintrc.json', join(project, '.oxlintrc.json'))
afterAll(() => rmSync(project, { recursive: true }))

test('only imports along the path of the data are allowed', () => {
  const importing = [...allowed, ...forbidden].map(([file, specifier]) => [file, `import '${specifier}'\n`] as const)
  const restricted = lint(importing).filter(({ code }) => code === 'eslint(no-restricted-imports)')
  const found = restricted.map(({ filename, message }) => `${filename} <- ${message.split("'")[1]}`)
  expect(found.sort()).toEqual(forbidden.map((pair) => pair.join(' <- ')).sort())
})

test.each([
  ['a type', "import type { Run } from '../run/finish-run.ts'\nexport type Alias = Run\n"],
  ['a re-export', "export * from '../run/finish-run.ts'\n"],
  ['import()', "export const run: unknown = import('../run/finish-run.ts')\n"],
])('a forbidden import is one under cover of %s, too', (_cover, text) => {
  expect(lint([['src/source/a.ts', text]])).toMatchObject([{ code: 'eslint(no-restricted-imports)' }])
})

test('files may not import each other in a circle, types included', () => {
  const diagnostics = lint([
    ['src/source/a.ts', "import { b } from './b.ts'\nexport const a: number = b\n"],
    ['src/source/b.ts', "import type { a } from './a.ts'\nexport const b: typeof a = 1\n"],
  ])
  expect(diagnostics).toMatchObject([{ code: 'import(no-cycle)' }, { code: 'import(no-cycle)' }])
})

test('nothing is any', () => {
  const diagnostics = lint([['src/source/a.ts', 'export type Loose = any\n']])
  expect(diagnostics).toMatchObject([{ code: 'typescript(no-explicit-any)' }])
})

/** What the linter says of a project of these files; texts of the same file are joined. */
function lint(files: (readonly [file: string, text: string])[]): Diagnostic[] {
  for (const folder of ['src', 'vitest-plugin', 'jest-preset']) {
    rmSync(join(project, folder), { recursive: true, force: true })
  }
  for (const [file, text] of files) {
    mkdirSync(dirname(join(project, file)), { recursive: true })
    appendFileSync(join(project, file), text)
  }
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json'], { cwd: project, encoding: 'utf8' })
  return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics
}

interface Diagnostic {
  code: string
  filename: string
  message: string
}
