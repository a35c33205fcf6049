/** `test.projects` of every kind, and every place for tstrace: one report, in which each project's tests count once. */
import { beforeAll, describe, expect, test } from 'vitest'
import { hostVersions } from './hosts.ts'
import { countedLedger, ledgerProject, runLedger } from './ledger.ts'
import type { Outcome, Project } from './project.ts'

const inline = `{ extends: false, test: { name: 'inline', include: ['stores/inline/test/*.test.ts'] } }`
const again = `{ extends: false, test: { name: 'again', include: ['stores/inline/test/*.test.ts'], pool: 'threads' } }`
const extending = `{ extends: true, test: { name: 'extending', include: ['stores/extending/test/*.test.ts'] } }`
const asFunction = `() => ({ extends: false, test: { name: 'made', root: 'stores/made' } })`
const byPath = `'stores/path'`
const byGlob = `'stores/glob-*'`

const stores = ['inline', 'extending', 'made', 'path', 'glob-a', 'glob-b']

/** Stores with sources and tests of their own, that share one source. */
function storeFiles(): Record<string, string> {
  const files: Record<string, string> = {
    'shared/price.ts': `
      import { note } from '../test/note.ts'
      export const price = (cents: number): string => {
        note('price')
        return (cents / 100).toFixed(2)
      }`,
    'stores/path/vitest.config.ts': `export default { test: { name: 'path' } }`,
    'stores/glob-a/vitest.config.ts': `export default { test: { name: 'glob-a', isolate: false, environment: 'node' } }`,
  }
  for (const store of stores) {
    files[`stores/${store}/src/sign.ts`] = `
      import { price } from '../../../shared/price.ts'
      import { note } from '../../../test/note.ts'
      note('${store}: module')
      export function sign(cents: number): string {
        note('${store}: sign')
        return \`${store} \${price(cents)}\`
      }`
    files[`stores/${store}/test/sign.test.ts`] = `
      import { expect, test } from 'vitest'
      import { sign } from '../src/sign.ts'
      test('a sign', () => expect(sign(120)).toBe('${store} 1.20'))`
  }
  return files
}

function config(plugins: string, ...projects: string[]): string {
  return `
    import tstrace from 'tstrace/vitest'
    export default { plugins: [${plugins}], test: { projects: [${projects.join()}] } }`
}

function pathConfig(plugins: string): string {
  return `
    import tstrace from 'tstrace/vitest'
    export default { plugins: [${plugins}], test: { name: 'path' } }`
}

describe.each(hostVersions)('Vitest %s', (version) => {
  let project: Project

  beforeAll(async () => {
    project = await ledgerProject(version, storeFiles())
  })

  async function expectAll(reported: number, files: Record<string, string>, args: string[] = []): Promise<Outcome> {
    await project.write(files)
    const { outcome, written } = await runLedger(project, args)
    expect(outcome, outcome.raw).toMatchObject({ status: 0, messages: [] })
    expect(outcome.stdout.match(/\S+ of \S+ test files reported/g)).toEqual([
      `${reported} of ${reported} test files reported`,
    ])
    expect(await countedLedger(project)).toEqual(written)
    return outcome
  }

  const all = [inline, again, extending, asFunction, byPath, byGlob]

  test('all kinds, the plugin in the root only', async () => {
    await expectAll(6, { 'vitest.config.ts': config('tstrace()', ...all) })
  })

  test('by path, the plugin in the root only, another reporter on the command line', async () => {
    await expectAll(3, { 'vitest.config.ts': config('tstrace()', byPath, byGlob) }, ['--reporter=dot'])
  })

  test('all kinds, no plugin, but a reporter', async () => {
    const both = ['--reporter=default', '--reporter=tstrace']
    await expectAll(6, { 'vitest.config.ts': config('', ...all) }, both)
  })

  test('by path, the plugin in the root, and the reporter', async () => {
    await expectAll(3, { 'vitest.config.ts': config('tstrace()', byPath, byGlob) }, ['--reporter=tstrace'])
  })

  test('the plugin in the root and in projects', async () => {
    const twice = `{ extends: true, plugins: [tstrace()], test: { name: 'twice', include: ['stores/inline/test/*.test.ts'] } }`
    const files = {
      'vitest.config.ts': config('tstrace()', extending, byPath, twice),
      'stores/path/vitest.config.ts': pathConfig('tstrace(), tstrace()'),
    }
    await expectAll(3, files)
  })

  test('the plugin in projects only', async () => {
    const files = {
      'vitest.config.ts': config('', `{ ...${inline}, plugins: [tstrace()] }`, byPath, byGlob),
      'stores/path/vitest.config.ts': pathConfig('tstrace()'),
    }
    await expectAll(2, files, ['--project=inline', '--project=path'])
    const { outcome } = await runLedger(project)
    expect(outcome.stdout).toContain('2 of 2 test files reported')
  })
})
