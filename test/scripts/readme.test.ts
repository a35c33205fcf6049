import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allFlags } from '../../src/options/flags.ts'
import { optionNames } from '../../src/options/resolve-options.ts'

const readme = readFileSync('README.md', 'utf8')

/** The first column of the table behind a heading. */
function tableBehind(heading: string): string[] {
  const section = readme.slice(readme.indexOf(`\n## ${heading}\n`) + 1).split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| `([\w-]+)` \|/gm)].map((match) => match[1] as string)
}

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
  const unused = slugs.filter((slug) => !code.some((text) => text.includes(`'${slug}'`)))
  expect(unused).toEqual([])
})

test('the README lists every option, and none that there is not', () => {
  expect(tableBehind('Options').sort()).toEqual([...optionNames].sort())
})

test('the README lists every flag, with its short form', () => {
  const section = readme.slice(readme.indexOf('\n## Command line\n') + 1).split('\n## ')[0] ?? ''
  const listed = [...section.matchAll(/^\| (?:`-(\w)`, )?`--([\w-]+)` \|/gm)].map(([, short, name]) => [name, short])
  expect(listed.sort()).toEqual(
    Object.entries(allFlags)
      .map(([name, { short }]) => [name, short])
      .sort(),
  )
})
