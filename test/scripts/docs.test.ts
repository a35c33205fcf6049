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
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((path) => !existsSync(path))).toEqual([])
})

test('src/README.md names code where it is', () => {
  const rows = [...proseOf('src/README.md').matchAll(/^\| [^|]+ \| (`[\w-]+\/.*) \|$/gm)].map(
    (match) => match[1] as string,
  )
  const places = rows.flatMap((row) => row.split('; ')).flatMap(placesIn)
  expect(places.length).toBeGreaterThan(10)
  expect(places.filter(({ folder, name }) => !holds(folder, name))).toEqual([])
})

test('the drawing of the rooms shows each above those that may import it', () => {
  const rows = roomsDrawn()
  const rowOf = (room: string): number => rows.findIndex((row) => row.includes(room))
  const imports = allowedImports()
  expect(imports.length).toBeGreaterThan(30)
  expect(imports.filter(([room, from]) => rowOf(room) <= rowOf(from) || rowOf(from) === -1)).toEqual([])
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

interface Place {
  folder: string
  name: string
}

/** "`src/store/`: `readParts` names ..., `writePart` ..." says that the folder has both. */
function placesIn(cell: string): Place[] {
  const [, folder, rest = ''] = /^`([\w-]+\/[\w/-]*)`: (.*)$/.exec(cell) ?? []
  if (folder === undefined) return []
  return [...rest.matchAll(/`(\w+)`/g)].map((match) => ({ folder, name: match[1] as string }))
}

function holds(folder: string, name: string): boolean {
  const declared = new RegExp(`\\b(?:function\\*?|class|const) ${name}\\b`)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .some((path) => declared.test(readFileSync(join(folder, path), 'utf8')))
}

/** The rooms of each row of the drawing, from the top. */
function roomsDrawn(): string[][] {
  const section = readFileSync('src/README.md', 'utf8').split('\n## The rooms\n')[1] ?? ''
  const drawing = section.slice(1).split('\n\n')[0] ?? ''
  return drawing.split('\n').map((row) => (row.trim().split(/ {5,}/)[0] ?? '').split(/ +/))
}

/** What the linter lets each room of `src` import from others. */
function allowedImports(): [room: string, from: string][] {
  const rules = readFileSync('.oxlintrc.json', 'utf8').split('"files": [').slice(1)
  return rules.flatMap((rule) => {
    const room = /^"src\/([\w-]+)\/\*\*"\]/.exec(rule)?.[1]
    const sources = [...rule.matchAll(/"!\.\.\/([\w-]+)\/\*"/g)].map((match) => match[1] as string)
    return room === undefined || room === 'runtime' ? [] : sources.map((from): [string, string] => [room, from])
  })
}
