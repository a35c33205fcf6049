/** What tstrace says when something is wrong: once, with what to do; and nothing that Vitest or the store has is lost for it. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Outcome, type Project, checkout, makeProject } from './project.ts'

const shop = join(checkout, 'test/fixtures/shop')

async function shopWith(options: string, files: Record<string, string> = {}): Promise<Project> {
  const project = await makeProject(shop, files)
  await project.configure(options)
  return project
}

/** One message, with this slug. */
function expectMessage({ messages }: Outcome, slug: string, parts: (string | RegExp)[]): void {
  expect(messages).toHaveLength(1)
  const [message] = messages
  expect(message).toMatch(new RegExp(`\\[tstrace\\] .+ \\(${slug}\\)$`))
  for (const part of parts) expect(message).toMatch(part)
}

test('an unknown option is named, and the nearest that there is', async () => {
  const project = await shopWith(`{ converdir: 'out' }`)
  const outcome = await project.vitest()
  expectMessage(outcome, 'unknown-option', ['"converdir"', '"coverdir"'])
  expect(outcome.status).toBe(1)
})

test.each([
  [`{ count: 'yes' }`, '"count" is "yes"', 'true or false'],
  [`{ include: 3 }`, '"include" is 3', 'a text or a list of texts'],
  [`{ print: ['summery'] }`, '"print" is ["summery"]', '"summary", "functions"'],
  [`{ engine: 'v8' }`, '"engine" is "v8"', '"tstrace", "istanbul"'],
  [`{ report: false }`, '"report" is false', '"file"'],
])('%s is refused', async (options, wrong, right) => {
  const project = await shopWith(options)
  const outcome = await project.vitest()
  expectMessage(outcome, 'bad-option', [wrong, right])
  expect(outcome.status).toBe(1)
})

test.each([
  ['a file', 'test/price.test.ts'],
  ['below a file', 'test/price.test.ts/report'],
  ['on a file system that takes none', '/sys/report'],
])('a coverdir that is %s', async (_, coverdir) => {
  const project = await shopWith(`{ include: 'src/**', coverdir: '${coverdir}', file: 'counts.jsonl' }`)
  const outcome = await project.vitest()
  expectMessage(outcome, 'coverdir-unwritable', [coverdir])
  expect(outcome.stdout).toContain('2 passed (2)')
  expect(outcome.status).toBe(1)
  expect(await project.read('counts.jsonl')).toContain('src/price.ts')
})

test('a source that was changed since it was counted', async () => {
  const project = await shopWith(`{ include: 'src/**', file: 'counts.jsonl' }`)
  expect((await project.vitest()).messages).toEqual([])
  await project.write({ 'src/price.ts': `// Rounded.\n${await project.read('src/price.ts')}` })
  const report = await project.run([project.path('node_modules/tstrace/dist/cli/index.js'), '-rf', 'counts.jsonl'])
  expectMessage(report, 'source-changed', ['"src/price.ts"', 'It is not in the report; run again'])
  const outcome = await project.vitest()
  expect(outcome.messages).toEqual([])
  expect(outcome.status).toBe(0)
  expect(await project.read('tstrace-report/src/price.ts.cover')).toContain('    1!   if (price < 0) {')
  expect(await project.read('tstrace-report/src/basket.ts.cover')).toContain('    2:     return sum(this.prices)')
})

test('a source that is gone', async () => {
  const project = await shopWith(`{ include: 'src/**', file: 'counts.jsonl' }`)
  await project.vitest()
  await project.write({ 'test/basket.test.ts': `import { test } from 'vitest'\ntest('none', () => {})` })
  await rm(project.path('src/basket.ts'))
  const outcome = await project.vitest()
  expectMessage(outcome, 'source-gone', ['"src/basket.ts"'])
  expect(outcome.status).toBe(0)
})

test('a source that cannot be parsed runs as it is', async () => {
  const project = await makeProject(shop, {
    'src/label.ts': `export const label = 'made in §COUNTRY§' + §SIZE§\n`,
    'test/label.test.ts': `import { expect, test } from 'vitest'\nimport { label } from '../src/label.ts'\ntest('label', () => expect(label).toBe('made in UK3'))`,
    'vitest.config.ts': `
      import tstrace from 'tstrace/vitest'
      import { defineConfig } from 'vitest/config'
      const macros = {
        name: 'macros',
        enforce: 'pre',
        transform: (code) => code.includes('§') ? code.replace('§COUNTRY§', 'UK').replace('§SIZE§', '3') : null,
      }
      export default defineConfig({ plugins: [tstrace({ include: 'src/**' }), macros] })`,
  })
  const outcome = await project.vitest()
  expectMessage(outcome, 'parse-error', ['"src/label.ts"', 'runs as it is'])
  expect(outcome.stdout).toContain('3 passed (3)')
  expect(outcome.status).toBe(0)
  expect(outcome.stdout).toContain('  Uncounted  src/label.ts\n')
  expect(await project.read('tstrace-report/src/label.ts.cover')).toContain('made in')
  expect(await project.read('tstrace-report/summary.txt')).toMatch(
    /\n {4}\? {5}\?% {3}src\/label {3}\(src\/label\.ts\)\n/,
  )
  expect(await project.read('tstrace-report/src/price.ts.cover')).toContain('    1!   if (price < 0) {')
})

test('a file that is longer than the limit runs as it is', async () => {
  const project = await shopWith(`{ include: 'src/**', maxSize: 300 }`)
  const outcome = await project.vitest()
  expectMessage(outcome, 'not-counted', ['"src/price.ts"', '"maxSize" is 300', 'runs as it is'])
  expect(outcome.stdout).toContain('2 passed (2)')
  expect(outcome.status).toBe(0)
  expect(outcome.stdout).toContain('  Uncounted  src/price.ts\n')
  expect(await project.read('tstrace-report/src/price.ts.cover')).not.toMatch(/^(?: *\d+:|>>>>>>)/m)
  expect(await project.read('tstrace-report/src/basket.ts.cover')).toMatch(/^ +\d+: /m)
})

test('a file whose compiler gives no source map runs as it is', async () => {
  const project = await makeProject(shop, {
    'src/notes.mdx': '# Prices\n\nAll in EUR.\n',
    'test/notes.test.ts': `import { expect, test } from 'vitest'\nimport notes from '../src/notes.mdx'\ntest('notes', () => expect(notes()).toContain('EUR'))`,
    'vitest.config.ts': `
      import tstrace from 'tstrace/vitest'
      import { defineConfig } from 'vitest/config'
      const markdown = {
        name: 'markdown',
        transform: (code, id) => id.endsWith('.mdx')
          ? { code: 'export default function notes() {\\n  return ' + JSON.stringify(code) + '\\n}', map: null }
          : null,
      }
      export default defineConfig({ plugins: [markdown, tstrace({ include: 'src/**' })] })`,
  })
  const outcome = await project.vitest()
  expectMessage(outcome, 'no-map', ['"src/notes.mdx"', 'runs as it is'])
  expect(outcome.stdout).toContain('3 passed (3)')
  expect(outcome.status).toBe(0)
  expect(project.has('tstrace-report/src/notes.mdx.cover')).toBe(false)
})

test('tests that load nothing of what is traced', async () => {
  const project = await shopWith(`{ include: 'lib/**' }`)
  const outcome = await project.vitest()
  expectMessage(outcome, 'no-data', ['"include" is ["lib/**"]'])
  expect(outcome.stdout).toContain('2 passed (2)')
  expect(outcome.status).toBe(0)
})

test('a plugin in a project, whose globs start at the root all the same', async () => {
  const project = await makeProject(shop, {
    'vitest.config.ts': `export default { test: { projects: ['packages/*'] } }`,
    'packages/format/vitest.config.ts': `
      import tstrace from 'tstrace/vitest'
      export default { plugins: [tstrace({ include: 'src/**/*.ts' })] }`,
    'packages/format/src/format.ts': 'export const format = (x: number) => String(x)\n',
    'packages/format/test/format.test.ts': `
      import { expect, test } from 'vitest'
      import { format } from '../src/format'
      test('a number', () => expect(format(1)).toBe('1'))`,
  })
  const parts = [`"${project.directory}"`, 'The tests loaded files like "packages/format/src/**/*.ts": set "include"']
  expectMessage(await project.vitest(), 'no-data', parts)
})

test.each(['tstrace', 'tstrace/vitest'])('a plugin that is not called, from %s', async (entry) => {
  const config = `import tstrace from '${entry}'\nexport default { plugins: [tstrace] }`
  const project = await makeProject(shop, { 'vitest.config.ts': config })
  const outcome = await project.vitest()
  expectMessage(outcome, 'bad-option', ['"plugins: [tstrace()]"'])
  expect(outcome.status).toBe(1)
})

test('a store that is broken', async () => {
  const project = await shopWith(`{ include: 'src/**', file: 'counts.jsonl' }`, { 'counts.jsonl': 'my notes\n' })
  const outcome = await project.vitest()
  expectMessage(outcome, 'bad-store', ['counts.jsonl', /kept in ".*counts\.jsonl\.unmerged-[\w-]+"/])
  expect(outcome.stdout).toContain('2 passed (2)')
  expect(outcome.status).toBe(1)
  expect(await project.read('counts.jsonl')).toBe('my notes\n')
  const kept = /kept in "([^"]+)"/.exec(outcome.messages[0] ?? '')?.[1] ?? ''
  expect(await project.read(kept.slice(project.directory.length + 1))).toContain('src/price.ts')
})

test('a store that is a directory', async () => {
  const project = await shopWith(`{ include: 'src/**', file: 'counts.jsonl' }`)
  await mkdir(project.path('counts.jsonl'))
  const outcome = await project.vitest()
  expectMessage(outcome, 'bad-store', ['counts.jsonl'])
  expect(outcome.status).toBe(1)
})
