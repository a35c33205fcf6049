/** What is said where `include` lets in nothing, or less than it seems. */
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Warning } from '../../src/model/error.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import { suggestInclude } from '../../src/selection/unmatched.ts'
import { test } from '../store/directory.ts'
import { CountedProject, countScript } from './counted-project.ts'

const text = 'globalThis.format = (x) => String(x)\n'

async function warnings(directory: string, path: string, include: string[]): Promise<Warning[]> {
  const project = new CountedProject(directory)
  for (const one of [path, 'packages/format/src/parts/one.ts', 'packages/format/test/one.test.ts'])
    project.write(one, text)
  return (await project.report(await countScript(path, text), { include })).warnings
}

test('a glob that is like no file is named, with the root and the nearest one', async ({ directory }) => {
  const [first, second, ...others] = await warnings(directory, 'source/a.js', ['source/**', 'src/**', 'sourve'])
  expect(others).toEqual([])
  expect(first).toEqual({
    slug: 'no-match',
    message: `The glob "src/**" of "include" is like no file. Globs start at the root, "${directory}". The nearest that would match: "packages/format/src/**".`,
  })
  expect(second?.message).toMatch(/"sourve".* match: "source\/\*\*"\.$/)
})

test('a glob that is like a file of which nothing is known is not named', async ({ directory }) => {
  const include = ['source/a.js', 'packages/*/src/**', join(directory, 'packages/format/test/*')]
  expect(await warnings(directory, 'source/a.js', include)).toEqual([])
})

test('an absolute glob works, also through a link to the root, for files that nothing loaded, too', async ({
  directory,
}) => {
  const root = join(directory, 'a [b]')
  mkdirSync(root)
  symlinkSync(root, join(directory, 'link'))
  for (const glob of [join(root, 'source/**'), join(directory, 'link/source/**')]) {
    const project = new CountedProject(root)
    project.write('source/b.js', text)
    project.write('source/a.js', text)
    const { report, warnings: said } = await project.report(await countScript('source/a.js', text), { include: [glob] })
    expect({ files: report?.files.map(({ path }) => path), said }).toEqual({
      files: ['source/a.js', 'source/b.js'],
      said: [],
    })
  }
})

test('what would let in the files that tests loaded', async ({ directory }) => {
  const options = resolveOptions({ include: 'src/**' })
  const loaded = ['packages/a/src/one.ts', 'packages/b/src/one.ts', 'packages/b/src/two.ts', 'tools/x.ts']
  expect(await suggestInclude(directory, options, loaded)).toEqual(['packages/b/src/**', 'packages/a/src/**'])
  expect(await suggestInclude(directory, options, ['../format/source/one.ts'])).toEqual(['../format/**'])
  expect(await suggestInclude(directory, options, [])).toEqual([])
})
