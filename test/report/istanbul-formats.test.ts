/** The formats of other tools, with names that mean something there. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { Window } from 'happy-dom'
import { afterAll, describe, expect, test } from 'vitest'
import type { FileAnalysis, FunctionCount, Report } from '../../src/model/analysis.ts'
import type { FormatName, IstanbulFormat } from '../../src/options/formats.ts'
import { summarize } from '../../src/analysis/totals.ts'
import { renderFormats } from '../../src/formats/index.ts'
import { tabulateCalls } from './shop-report.ts'

type Named = [name: string, line: number, count: number]

function analysisOf(path: string, functions: Named[] = [['run', 1, 1]], text = 'run()'): FileAnalysis {
  const found = functions.map(([name, line, count]): FunctionCount => {
    const range = { start: { line, column: 2 }, end: { line, column: 5 } }
    return { name, kind: 'method', head: range, body: range, count }
  })
  const statements = found.map(({ body, count }) => ({ range: body, count }))
  const lines = found.map(({ body, count }) => ({ line: body.start.line, count }))
  const source = found.map(() => `${text}\n`).join('')
  return { path, module: path, source, lines, statements, functions: found, branches: [] }
}

function reportOf(analyses: FileAnalysis[]): Report {
  const sorted = analyses.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return { files: sorted.map(summarize), analyses: sorted, calls: tabulateCalls([]), testFiles: null, uncounted: [] }
}

async function render(format: FormatName, analyses: FileAnalysis[], root = '/work'): Promise<Map<string, string>> {
  const options = { missing: true, pythonCompat: false }
  const { files, text } = await renderFormats([format], reportOf(analyses), { root, options })
  const contents = files.map((file) => [file.name, textOf(file.render())] as const)
  return new Map([...contents, ['', text]])
}

function textOf(content: Iterable<string> | Uint8Array): string {
  return content instanceof Uint8Array ? Buffer.from(content).toString('latin1') : [...content].join('')
}

const hostileNames = [
  '<svg onload=alert(1)>',
  '<img src=x onerror=alert(1)>',
  'q</script><script>alert(1)<!--',
  `"'><b>`,
  'R&D &amp; &lt;i&gt;',
  'two\nlines\r\u001b[31m\u202e',
  'a\\nb',
  'a\nb',
  '\uFFFE\uD800',
  'javascript:alert(1)',
  '100%25#x?y=1',
  ' ends with a dot. ',
  'CON',
  'index',
  'x'.repeat(240),
  '3,x',
]
const hostile = hostileNames.flatMap((name) => [
  analysisOf(`src/${name}/${name}.ts`, [[name, 1, 1]], '\u0001b\u0002 <i> </pre><script>'),
  analysisOf(`${name}.ts`, [[name, 1, 0]]),
])

describe('names that mean something elsewhere', () => {
  const pages = ['html', 'html-spa', 'lcov'] as const

  test.each(pages)('%s: no name becomes markup, in text, attributes, scripts and sources', async (format) => {
    const plain = await render(format, [analysisOf('src/a.ts', [['run', 1, 0]]), analysisOf('src/b/b.ts')])
    const examples = [...plain].filter(([name]) => name.endsWith('.html'))
    const known = new Set(examples.flatMap(([, text]) => elementsOf(text)))
    const scripts = new Set(examples.map(([, text]) => text.match(/<\/?script/g)?.length))
    for (const [name, text] of await render(format, hostile)) {
      if (!name.endsWith('.html')) continue
      expect(elementsOf(text).filter((element) => !known.has(element))).toEqual([])
      expect(scripts).toContain(text.match(/<\/?script/g)?.length)
    }
  })

  test.each(pages)(
    '%s: every page has a name that every system can have, and every link leads to one',
    async (format) => {
      const files = await render(format, hostile)
      const names = [...files.keys()].filter((name) => name.endsWith('.html'))
      expect(names.filter((name) => !isIndex(name))).toHaveLength(hostile.length)
      for (const name of names) {
        for (const segment of name.split('/')) {
          expect(segment).toMatch(/^(?!(?:con|aux)\.)(?! )[^<>:"|?*\\%#\p{C}]+(?<![ .])$/iu)
          expect(Buffer.byteLength(segment)).toBeLessThan(250)
        }
        for (const [, href = ''] of (files.get(name) ?? '').matchAll(/<a href="([^"]*)"/g)) {
          if (/^(?:https?:|javascript:history)/.test(href)) continue
          expect(files.keys()).toContain(posix.join(posix.dirname(name), unescape(href)))
        }
      }
    },
  )

  test("html-spa's table leads to pages, too", async () => {
    const files = await render('html-spa', hostile)
    const [, data = ''] = /window\.data = (.*);/.exec(files.get('index.html') ?? '') ?? []
    const links = linksOf(JSON.parse(data) as SpaRow, '')
    expect(links).toHaveLength(hostile.length)
    expect([...files.keys()]).toEqual(expect.arrayContaining(links))
  })

  test.each(['clover', 'cobertura'] as const)('%s is XML that has every name', async (format) => {
    const [text = ''] = (await render(format, hostile, '/R&D <x>')).values()
    const values = parseXml(text)
    for (const part of ['<svg onload=alert(1)>', `"'><b>`, 'R&D &amp; &lt;i&gt;', 'two\\nlines\\r\\x1b[31m\\u202e']) {
      expect(values.filter((value) => value.includes(part)).length).toBeGreaterThan(1)
    }
  })

  test.each(['lcov', 'lcovonly', 'text-lcov', 'text'] as const)('%s: one row stays one row', async (format) => {
    const files = await render(format, hostile)
    const text = files.get('lcov.info') ?? files.get('') ?? ''
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    if (format !== 'text') expect(text.match(/^SF:/gm)).toHaveLength(hostile.length)
    expect(text.split('\n').filter((row) => !/^(?:[A-Z]{2,4}:.*|end_of_record|.* \|.*|-.*|)$/.test(row))).toEqual([])
  })

  test('json has them as they are', async () => {
    const [text = ''] = (await render('json', hostile)).values()
    expect(Object.keys(JSON.parse(text)).toSorted()).toEqual(hostile.map(({ path }) => `/work/${path}`).toSorted())
  })
})

test('html and html-spa together have a folder each', async () => {
  const options = { missing: true, pythonCompat: false }
  const report = reportOf([analysisOf('src/a.ts')])
  const { files } = await renderFormats(['html', 'html-spa', 'html', 'lcov'], report, { root: '/work', options })
  const names = files.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(['html/index.html', 'html-spa/index.html', 'lcov-report/index.html']))
})

describe('functions of one name in one file', () => {
  const apply: Named[] = [
    ['apply', 13, 1],
    ['apply', 18, 0],
    ['apply', 23, 2],
    ['other', 25, 0],
    ['apply (13:3)', 27, 0],
    ['apply (13:3) 2', 28, 0],
    ['12,x', 29, 1],
    ['a\nb', 30, 1],
    ['a\\nb', 31, 1],
  ]

  test.each([
    ['lcovonly', /^FNDA:(\d+),(.*)$/gm],
    ['lcov', /^FNDA:(\d+),(.*)$/gm],
    ['text-lcov', /^FNDA:(\d+),(.*)$/gm],
    ['cobertura', /<method name="(.*?)" hits="(\d+)"/g],
    ['json', /"name":"(.*?)","decl"/g],
  ] as [IstanbulFormat, RegExp][])('%s tells them apart, and names others as always', async (format, row) => {
    const files = await render(format, [analysisOf('src/a.ts', apply)])
    const text = files.get('lcov.info') ?? [...files.values()].join('')
    const rows = [...text.matchAll(row)].map(([, ...found]) => found.find((one) => !/^\d+$/.test(one)))
    expect(new Set(rows).size).toBe(apply.length)
    expect(rows).toEqual(expect.arrayContaining(['apply (18:3)', 'apply (23:3)', 'apply (13:3)', 'other']))
  })

  // Of the package lcov.
  const genhtml = 'genhtml'
  test('genhtml counts each', { skip: !has(genhtml) }, async () => {
    const files = await render('lcovonly', [analysisOf('src/a.ts', apply)], directory)
    writeAt('src/a.ts', analysisOf('', apply).source)
    writeAt('lcov.info', files.get('lcov.info') ?? '')
    const printed = execFileSync(genhtml, ['-o', 'pages', 'lcov.info'], { cwd: directory, encoding: 'utf8' })
    expect(printed).toContain('(5 of 9 functions)')
  })
})

interface SpaRow {
  file: string
  children: SpaRow[] | false
}

/** As its script makes them. */
function linksOf({ file, children }: SpaRow, above: string): string[] {
  if (!children) return [`${above}${file}.html`]
  return children.flatMap((child) => linksOf(child, file === '' ? above : `${above}${file}/`))
}

function isIndex(name: string): boolean {
  return posix.basename(name) === 'index.html'
}

const directory = mkdtempSync(join(tmpdir(), 'tstrace-formats-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function writeAt(name: string, text: string): void {
  const path = join(directory, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Each element of a page with the names of its attributes. */
function elementsOf(html: string): string[] {
  const { document } = new Window({ settings: { disableJavaScriptFileLoading: true } })
  document.documentElement.innerHTML = html
  return [...document.querySelectorAll('*')].map(
    (element) => `${element.tagName} ${element.getAttributeNames().toSorted().join(' ')}`,
  )
}

/** The values of all attributes. Throws where it is not well-formed. */
function parseXml(text: string): string[] {
  const rest = text.replace(/^<\?xml[^>]*\?>\s*(?:<!DOCTYPE[^>]*>)?/, '')
  const token = /<\/?[a-z]+((?: [a-z-]+="[^"<]*")*) *\/?>|[^<]+/g
  expect(rest.replaceAll(token, '')).toBe('')
  const references = [...rest.matchAll(/&[^;]*;?/g)].map(([reference]) => reference)
  expect(references.filter((one) => !/^&(?:amp|lt|gt|quot|#39);$/.test(one))).toEqual([])
  // oxlint-disable-next-line no-control-regex
  expect(rest).not.toMatch(/[\u0000-\u0008\u000b-\u001f\uFFFE\uFFFF]|\p{Cs}/u)
  return [...rest.matchAll(/="([^"]*)"|>([^<]*)</g)].map(([, value = '', content = '']) => unescape(value || content))
}

function unescape(text: string): string {
  const characters: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
  return text.replaceAll(/&[^;]+;/g, (entity) => characters[entity] ?? '')
}
