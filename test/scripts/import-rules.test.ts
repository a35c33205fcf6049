/** The linter's folder rules can fail: the lists below are imports, each of one file. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const allowed: [file: string, specifier: string][] = [
  ['src/model/a.ts', './counts.ts'],
  ['src/model/a.ts', 'node:path'],
  ['src/source/a.ts', '../model/sites.ts'],
  ['src/source/a.ts', 'oxc-parser'],
  ['src/instrument/a.ts', '../model/sites.ts'],
  ['src/instrument/a.ts', '../source/index.ts'],
  ['src/runtime/a.ts', './b.ts'],
  ['src/runtime/a.ts', '../model/protocol.ts'],
  ['src/store/a.ts', '../model/counts.ts'],
  ['src/store/a.ts', 'node:fs'],
  ['src/report/a.ts', '../model/analysis.ts'],
  ['src/report/a.ts', '../source/index.ts'],
  ['src/run.ts', './store/index.ts'],
  ['src/run.ts', './report/index.ts'],
  ['src/trace.ts', './run.ts'],
  ['src/index.ts', './trace.ts'],
  ['src/index.ts', '../vitest-plugin/index.ts'],
  ['src/cli/a.ts', '../run.ts'],
  ['vitest-plugin/index.ts', '../src/run.ts'],
  ['vitest-plugin/index.ts', '../src/instrument/index.ts'],
  ['vitest-plugin/setup.ts', '../src/runtime/index.ts'],
  ['vitest-plugin/setup.ts', '../src/store/parts.ts'],
  ['vitest-plugin/setup.ts', 'node:process'],
  ['vitest-plugin/setup.ts', 'vitest'],
]

const forbidden: [file: string, specifier: string][] = [
  ['src/model/a.ts', '../source/index.ts'],
  ['src/source/a.ts', '../instrument/index.ts'],
  ['src/source/a.ts', '../store/index.ts'],
  ['src/source/a.ts', '../run.ts'],
  ['src/source/a.ts', '../../vitest-plugin/index.ts'],
  ['src/source/a.ts', 'tstrace/vitest'],
  ['src/instrument/a.ts', '../runtime/index.ts'],
  ['src/instrument/a.ts', '../store/index.ts'],
  ['src/runtime/a.ts', '../instrument/index.ts'],
  ['src/runtime/a.ts', '../source/index.ts'],
  ['src/runtime/a.ts', '../model/hash.ts'],
  ['src/runtime/a.ts', 'node:fs'],
  ['src/runtime/a.ts', 'fs'],
  ['src/runtime/a.ts', 'picomatch'],
  ['src/store/a.ts', '../source/index.ts'],
  ['src/store/a.ts', '../report/index.ts'],
  ['src/report/a.ts', '../store/index.ts'],
  ['src/report/a.ts', '../instrument/index.ts'],
  ['src/run.ts', './trace.ts'],
  ['src/run.ts', './cli/index.ts'],
  ['src/run.ts', '../vitest-plugin/index.ts'],
  ['src/index.ts', 'tstrace/vitest'],
  ['src/cli/a.ts', '../../vitest-plugin/index.ts'],
  ['vitest-plugin/index.ts', '../jest-preset/index.ts'],
  ['vitest-plugin/index.ts', '../src/cli/index.ts'],
  ['vitest-plugin/setup.ts', '../src/run.ts'],
  ['vitest-plugin/setup.ts', '../src/report/index.ts'],
  ['vitest-plugin/setup.ts', 'picomatch'],
  ['jest-preset/index.ts', '../vitest-plugin/index.ts'],
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
  ['a type', "import type { Run } from '../run.ts'\nexport type Alias = Run\n"],
  ['a re-export', "export * from '../run.ts'\n"],
  ['import()', "export const run: unknown = import('../run.ts')\n"],
])('a forbidden import is one under cover of %s, too', (_cover, text) => {
  expect(lint([['src/source/a.ts', text]])).toMatchObject([{ code: 'eslint(no-restricted-imports)' }])
})

test('files may not import each other in a circle', () => {
  const diagnostics = lint([
    ['src/source/a.ts', "import { b } from './b.ts'\nexport const a: number = b\n"],
    ['src/source/b.ts', "import { a } from './a.ts'\nexport const b: number = a\n"],
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
