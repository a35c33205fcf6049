/** What the documentation points to exists. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const shipped = ['README.md', 'CHANGELOG.md', ...pagesIn('src/docs')]
const pages = [...shipped, 'src/README.md', 'test/bench/NOTES.md']

test.each(pages)('every link in %s leads somewhere', (page) => {
  expect(linksIn(page).filter((link) => !leadsSomewhere(page, link))).toEqual([])
})

test.each(shipped)('what the package has in %s needs nothing that it has not', (page) => {
  const targets = linksIn(page).map((link) => targetOf(page, link).file)
  expect(targets.filter((file) => !shipped.includes(file))).toEqual([])
})

test.each(pagesIn('src/docs'))('the README links to %s', (page) => {
  expect(linksIn('README.md').map((link) => targetOf('README.md', link).file)).toContain(page)
})

test.each(['src/README.md', 'test/bench/NOTES.md'])('every file that %s names exists', (page) => {
  const named = pathsIn(page)
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((path) => !existsSync(path))).toEqual([])
})

function pagesIn(folder: string): string[] {
  return readdirSync(folder).map((name) => `${folder}/${name}`)
}

/** The text of a page without its blocks of code. */
function proseOf(page: string): string {
  return readFileSync(page, 'utf8').replace(/^```.*?^```$/gms, '')
}

/** The targets of a page's relative links. */
function linksIn(page: string): string[] {
  const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] as string)
  return targets.filter((target) => !/^[a-z]+:/.test(target))
}

function leadsSomewhere(page: string, link: string): boolean {
  const { file, anchor } = targetOf(page, link)
  return existsSync(file) && (anchor === null || anchorsOf(file).includes(anchor))
}

function targetOf(page: string, link: string): { file: string; anchor: string | null } {
  const [path = '', anchor = null] = link.split('#')
  return { file: path === '' ? page : normalize(join(dirname(page), path)).replaceAll('\\', '/'), anchor }
}

/** As GitHub makes them from headings. */
function anchorsOf(page: string): string[] {
  const headings = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map((match) => match[1] as string)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  )
}

/** What stands in backticks and begins with a folder of the repository; a place such as `src/{a,b}` is none. */
function pathsIn(page: string): string[] {
  const quoted = [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] as string)
  return quoted.filter((text) => /^(?:src|test|vitest-plugin|jest-preset|\.config|\.ci)\/[\w./-]*$/.test(text))
}
