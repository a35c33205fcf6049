/** The README's tables of flags and options, written from the table of options and the comments on its types. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import ts from 'typescript'
import { flags } from '../../src/options/flags.ts'
import { type OptionName, optionNames, table } from '../../src/options/options.ts'

const source = 'src/options/options.ts'

/** Where the tables may be. */
export function readPages(): Map<string, string> {
  const docs = readdirSync('src', { recursive: true, encoding: 'utf8' })
  const pages = docs.filter((name) => name.startsWith('docs') && name.endsWith('.md')).map((name) => join('src', name))
  return new Map(['README.md', ...pages].map((page) => [page, readFileSync(page, 'utf8')]))
}

/** The page with each table between its marks, `<!-- flags -->` and `<!-- /flags -->`, written anew. */
export function withTables(page: string): string {
  return Object.entries({ flags: flagTable, options: optionTable }).reduce(
    (text, [name, render]) =>
      text.replace(markOf(name), (_, start: string, end: string) => `${start}\n\n${render()}\n${end}`),
    page,
  )
}

export function hasTable(page: string, name: string): boolean {
  return markOf(name).test(page)
}

function markOf(name: string): RegExp {
  return new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`)
}

function flagTable(): string {
  const rows = Object.entries(flags).map(([name, { short, about }]) => [
    `${short === undefined ? '' : `\`-${short}\`, `}\`--${name}\``,
    about,
  ])
  return renderTable([['flag', 'what'], ['---', '---'], ...rows])
}

function optionTable(): string {
  const comments = readComments()
  const rows = optionNames.map((name) => {
    const { about, byDefault } = comments.get(name) ?? { about: '', byDefault: '' }
    return [`\`${name}\``, byDefault.replace(/true|false|\[\]|'.*'/, '`$&`'), about]
  })
  return renderTable([['option', 'default', 'what'], ['---', '---', '---'], ...rows])
}

function renderTable(rows: string[][]): string {
  return rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

export interface Comment {
  about: string
  byDefault: string
}

/** What the comments on the properties of `TstraceOptions` say. */
export function readComments(): Map<string, Comment> {
  const file = ts.createSourceFile(source, readFileSync(source, 'utf8'), ts.ScriptTarget.Latest, true)
  const type = file.statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === 'TstraceOptions')
  if (!type || !ts.isInterfaceDeclaration(type)) throw new Error(`no TstraceOptions in ${source}`)
  return new Map(
    type.members.map((member) => {
      const [comment] = ts.getJSDocCommentsAndTags(member)
      const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default')
      return [member.name?.getText(file) ?? '', { about: textOf(comment), byDefault: textOf(tag) }]
    }),
  )
}

function textOf(comment: ts.JSDoc | ts.JSDocTag | undefined): string {
  return ts.getTextOfJSDocComment(comment?.comment)?.replaceAll(/\s*\n\s*/g, ' ') ?? ''
}

/** What the comment should say; null where the default depends on other options, or is nothing. */
export function staticDefault(name: OptionName): string | null {
  const { default: byDefault, takes } = table[name]
  return typeof byDefault === 'function' || byDefault === null || takes === 'texts' ? null : inspect(byDefault)
}
