import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { flags } from '../../src/options/flags.ts'
import { type OptionName, optionNames } from '../../src/options/options.ts'
import { hasTable, readComments, readPages, staticDefault, withTables } from './readme-tables.ts'

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}

test('the page of messages explains every slug, and none that no message has', () => {
  const declared = /export type Slug =([^/]*?)\n\n/.exec(readFileSync('src/model/error.ts', 'utf8'))?.[1] ?? ''
  const slugs = [...declared.matchAll(/'([\w-]+)'/g)].map((match) => match[1] as string)
  expect(slugs.length).toBeGreaterThan(10)
  const page = readFileSync('src/docs/messages.md', 'utf8')
  const explained = [...page.matchAll(/^## ([\w-]+)\n\n\S/gm)].map((match) => match[1] as string)
  expect(explained).toEqual(slugs.sort())
  const code = [...sources('src'), ...sources('vitest-plugin'), ...sources('jest-preset')].filter(
    (text) => !text.includes('export type Slug'),
  )
  const unused = slugs.filter((slug) => !code.some((text) => text.includes(`'${slug}'`) || text.includes(`(${slug})`)))
  expect(unused).toEqual([])
})

test('a page has the table of options, and one that of flags: `npm run readme` writes them', async () => {
  const pages = readPages()
  for (const name of ['flags', 'options']) {
    expect([...pages.values()].filter((page) => hasTable(page, name))).toHaveLength(1)
  }
  for (const [path, page] of pages) await expect(withTables(page)).toMatchFileSnapshot(resolve(path))
})

test('the tables have a row for each option and flag, with its short form', () => {
  const written = withTables('<!-- flags --><!-- /flags --><!-- options --><!-- /options -->')
  const listed = [...written.matchAll(/^\| (?:`-(\w)`, )?`--([\w-]+)` \| [^|]+ \|$/gm)]
  expect(listed.map(([, short, name]) => [name, short])).toEqual(
    Object.entries(flags).map(([name, { short }]) => [name, short]),
  )
  const options = [...written.matchAll(/^\| `(\w+)` \| [^|]+ \| [^|]+ \|$/gm)].map(([, name]) => name)
  expect(options).toEqual(optionNames)
})

test('the comment on each option says its default, and what it is for', () => {
  const comments = readComments()
  expect([...comments.keys()]).toEqual(optionNames)
  for (const [name, { about, byDefault }] of comments) {
    expect(about, name).not.toBe('')
    expect(byDefault, name).toBe(staticDefault(name as OptionName) ?? byDefault)
  }
})
