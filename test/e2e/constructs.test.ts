/** Sources as people have them: components, odd texts and names, workspaces. The program itself says how often lines ran. */
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hostProject, hostVersions } from './hosts.ts'
import { findDifferences, istanbulArguments, istanbulCounts, listedCounts } from './line-counts.ts'
import { countedLedger, ledgerProject, runLedger } from './ledger.ts'
import { checkout, vueConfig } from './project.ts'

const texts = {
  'src/windows.ts':
    `import { note } from '../test/note.ts'\n\nexport const crlf = (): number => {\n  note('crlf')\n  return 1\n}\n`.replaceAll(
      '\n',
      '\r\n',
    ),
  'src/marked.ts': `\uFEFFimport { note } from '../test/note.ts'\nexport const bom = (): number => {\n  note('bom')\n  return 2\n}\n`,
  'src/script.js': `#!/usr/bin/env node\nimport { note } from '../test/note.ts'\nexport const hashbang = () => {\n  note('hashbang')\n  return 3\n}\n`,
  'test/texts.test.ts': `
    import { expect, test } from 'vitest'
    import { bom } from '../src/marked.ts'
    import { hashbang } from '../src/script.js'
    import { crlf } from '../src/windows.ts'
    test.each([1, 2])('texts', async () => {
      expect(crlf() + bom() + hashbang()).toBe(6)
      const raw = await import('../src/windows.ts?raw')
      expect(raw.default).not.toContain('cov_')
    })`,
}

/** An application beside the packages that it uses: one by its path, one that is linked into its node_modules. */
const workspace = {
  'app/src/app.ts': `
    import { weigh } from '@shop/scale'
    import { price } from '../../lib/src/price.ts'
    import { note } from '../../test/note.ts'
    export const app = (): string => {
      note('app')
      return price(weigh())
    }`,
  'app/test/app.test.ts': `
    import { expect, test } from 'vitest'
    import { app } from '../src/app.ts'
    test('prices', () => expect(app()).toBe('3 €'))`,
  'lib/src/price.ts': `
    import { note } from '../../test/note.ts'
    export const price = (cents: number): string => {
      note('price')
      return cents + ' €'
    }`,
  'lib/src/price.test.ts': `throw new Error('a test of another project')`,
  'scale/package.json': `{ "name": "@shop/scale", "type": "module", "exports": "./src/index.ts" }`,
  'scale/src/index.ts': `
    import { note } from '../../test/note.ts'
    export const weigh = (): number => {
      note('weigh')
      return 3
    }`,
}

describe.each(hostVersions)('Vitest %s', (version) => {
  test('texts from Windows, with a byte order mark, with a hashbang, in any order of tests', async () => {
    const project = await ledgerProject(version, texts)
    await project.configure(
      `{ include: 'src/{windows,marked,script}.*' }`,
      '{ sequence: { shuffle: true, concurrent: true } }',
    )
    const { outcome, written } = await runLedger(project, ['test/texts.test.ts'])
    expect(outcome, outcome.raw).toMatchObject({ status: 0, messages: [] })
    expect(await countedLedger(project)).toEqual(written)
    expect(written).toEqual({ crlf: 2, bom: 2, hashbang: 2 })
  })

  test('packages outside of the root are named from there, and listed inside of the report', async () => {
    const project = await ledgerProject(version, workspace)
    await project.write({ 'app/node_modules/@shop/none.txt': '' })
    await symlink(project.path('scale'), project.path('app/node_modules/@shop/scale'), 'junction')
    for (const options of ['', `{ include: ['src/**', '../lib/src/**', '../scale'], coverdir: 'chosen' }`]) {
      const coverdir = options === '' ? 'app/tstrace-report' : 'app/chosen'
      await project.configure(options, '{}', 'app/vitest.config.ts')
      const { outcome, written } = await runLedger(project, ['--root=app'])
      expect(outcome, outcome.raw).toMatchObject({ status: 0, messages: [] })
      expect(await countedLedger(project, coverdir)).toEqual(written)
      expect(written).toEqual({ app: 1, price: 1, weigh: 1 })
      const listed = Object.keys(await project.readAll(coverdir)).filter((name) => name.endsWith('.cover'))
      const inside = ['_up_/lib/src/price.ts.cover', '_up_/scale/src/index.ts.cover', 'src/app.ts.cover']
      expect(listed).toEqual(
        options === '' ? [...inside.slice(0, 2), '_up_/test/note.ts.cover', ...inside.slice(2)] : inside,
      )
      expect(await project.read(`${coverdir}/functions.txt`)).toContain(
        'filename: ../lib/src/price.ts, modulename: ../lib/src/price, funcname: price',
      )
    }
  })

  test('Vue components', async () => {
    const project = await hostProject(version, join(checkout, 'test/fixtures/vue'))
    await project.write({
      'vitest.config.ts': vueConfig(`vue(), tstrace({ include: 'src/**' })`),
      'plain.config.ts': vueConfig('vue()'),
    })
    const outcome = await project.vitest()
    expect(outcome, outcome.raw).toMatchObject({ status: 0, messages: [] })
    // Its Istanbul has lines that its maps do not lead to: vue.test.ts compares with a later one.
    if (version === '3.2') {
      expect(await project.readAll('tstrace-report')).toMatchObject(await project.readAll('expected'))
      return
    }
    expect((await project.vitest(['--config=plain.config.ts', ...istanbulArguments])).status).toBe(0)
    // `export default` is no statement; the compiler makes a variable of it.
    expect(findDifferences(await listedCounts(project), await istanbulCounts(project))).toEqual([
      'src/PriceTag.vue:8 is undefined, Istanbul has 1',
    ])
  })

  test('Svelte components', async () => {
    const project = await hostProject(version, join(checkout, 'test/fixtures/svelte'))
    await project.write({
      'vitest.config.ts': `
        import { svelte } from '@sveltejs/vite-plugin-svelte'
        import tstrace from 'tstrace/vitest'
        export default {
          plugins: [svelte(), tstrace({ include: 'src/**' })],
          resolve: { conditions: ['browser'] },
          test: { environment: 'happy-dom' },
        }`,
    })
    const { outcome, written } = await runLedger(project)
    expect(outcome, outcome.raw).toMatchObject({ status: 0, messages: [] })
    expect(await countedLedger(project)).toEqual(written)
  })
})

// Vitest 3.2 has no such option.
test.each(['5.1', '4.1'] as const)(
  'Vitest %s names a project whose sources Node loads past all plugins',
  async (version) => {
    const project = await ledgerProject(version, {
      'src/plain.js': 'export const one = () => 1\n',
      'test/plain.test.js': `
        import { expect, test } from 'vitest'
        import { one } from '../src/plain.js'
        test('one', () => expect(one()).toBe(1))`,
    })
    await project.configure('', `{ include: ['test/plain.test.js'], experimental: { viteModuleRunner: false } }`)
    const { outcome } = await runLedger(project)
    expect(outcome, outcome.raw).toMatchObject({ status: 0 })
    expect(outcome.messages).toEqual([
      expect.stringMatching(/"experimental.viteModuleRunner: false".*\(out-of-reach\)$/),
    ])
  },
)
