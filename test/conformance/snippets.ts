/** The snippets: one language construct each, run in a process of their own, bare or instrumented. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { join, resolve } from 'node:path'
import { transformWithEsbuild } from 'vite'
import type { FileCounts } from '../../src/model/counts.ts'
import { recorderKey } from '../../src/model/protocol.ts'
import type { Recorder } from '../../src/model/protocol.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'

export interface Snippet {
  name: string
  /** From the root of the project. */
  path: string
  text: string
}

export interface Outcome {
  /** What it printed, and at last its result or the error it threw. */
  output: string[]
  /** Nobody runs when nothing runs. */
  idle: boolean
  coverage: FileCoverageData | undefined
  counts: FileCounts | undefined
}

interface Realm {
  coverage?: Record<string, FileCoverageData>
  files?: { counts: number[]; b: number; info: unknown; called: number[]; more: Record<string, number> }[]
  next?: number
}

const root = resolve(import.meta.dirname, '../..')
const folder = 'test/conformance/snippets'

export function loadSnippets(): Snippet[] {
  const names = readdirSync(join(root, folder))
    .filter((name) => !name.startsWith('.'))
    .sort()
  const snippets = names.map((name) => ({
    name,
    path: `${folder}/${name}`,
    text: readFileSync(join(root, folder, name), 'utf8'),
  }))
  return [...snippets, ...exotic(new Map(snippets.map(({ name, text }) => [name, text])))]
}

/** Texts that no editor would leave alone. */
function exotic(texts: Map<string, string>): Snippet[] {
  const written = (name: string, change: (text: string) => string): string => change(texts.get(name) ?? '')
  const all: Record<string, string> = {
    'byte-order-mark.cjs': `\uFEFFlet first = 1, second = first && 2; print(first, second)\n${texts.get('commas.cjs')}`,
    'hashbang.cjs': `#!/usr/bin/env node\n${texts.get('asi.cjs')}`,
    'hashbang.mjs': `#!/usr/bin/env node\n'use strict'\n${texts.get('default-function.mjs')?.replaceAll('default-function', 'hashbang')}`,
    'crlf-asi.cjs': written('asi.cjs', (text) => text.replaceAll('\n', '\r\n')),
    'crlf-lines.cjs': written('lines.cjs', (text) => text.replaceAll('\n', '\r\n')),
    'crlf-types.ts': written('erased.ts', (text) => text.replaceAll('\n', '\r\n')),
    'cr-only.cjs': written('braceless-bodies.cjs', (text) => text.replaceAll('\n', '\r')),
    'line-separators.cjs': written('lexical.cjs', (text) =>
      text.replaceAll('\n', '\u2028').replace('\u2028', '\u2029'),
    ),
    'separators-in-strings.cjs': `const text = 'a\u2028b\u2029c' // \u2028print(text.length); const 名前 = '🫖' && '茶', ﬁ = () => 1; print(名前, 名前.length, ﬁ.name) /* \u2029 */; print(at(new Error('x')))\n`,
    'empty.cjs': '',
    'only-comments.cjs': '// nothing runs here\n/* nor here */',
    'only-a-directive.cjs': "'use strict'",
    'only-imports.mjs': "import 'node:path'\nexport * from 'node:path'",
    'only-types.ts': 'export type Price = number\ninterface Item { price: Price }\n',
  }
  return Object.entries(all).map(([name, text]) => ({ name, path: `${folder}/${name}`, text }))
}

/** How the text is run. */
export function sourceTypeOf({ name }: Snippet): 'script' | 'commonjs' | 'module' {
  if (name.endsWith('.js')) return 'script'
  return name.endsWith('.cjs') ? 'commonjs' : 'module'
}

/** What runs from the text of each snippet, through `transform`. */
export async function runSnippets(
  snippets: Snippet[],
  transform: (snippet: Snippet) => string,
): Promise<Map<string, Outcome>> {
  // Inside of the project, so that packages are found.
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  const directory = mkdtempSync(join(root, 'node_modules/.cache/tstrace-snippets-'))
  try {
    const files = []
    for (const snippet of snippets) files.push(await write(directory, snippet, transform(snippet)))
    const resultFile = join(directory, 'results.json')
    const runner = join(import.meta.dirname, 'run-snippets.mjs')
    execFileSync(process.execPath, [runner, resultFile, recorderKey, ...files], { stdio: 'inherit' })
    return read(snippets, JSON.parse(readFileSync(resultFile, 'utf8')))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

async function write(directory: string, { name, path }: Snippet, code: string): Promise<string> {
  const [, base, kind = 'js'] = /^(.*)\.(\w+)$/.exec(name) as unknown as [string, string, string]
  const plain = ['js', 'cjs', 'mjs'].includes(kind)
  const file = join(directory, plain ? name : `${base}.${kind === 'cts' ? 'cjs' : 'mjs'}`)
  writeFileSync(file, plain ? code : await stripTypes(code, join(root, path)))
  return file
}

/** Types, JSX and what this Node does not run yet. */
async function stripTypes(code: string, path: string): Promise<string> {
  const experimentalDecorators = path.includes('legacy-decorators')
  const result = await transformWithEsbuild(code, path, {
    loader: path.endsWith('x') ? (path.endsWith('.jsx') ? 'jsx' : 'tsx') : 'ts',
    format: path.endsWith('.cts') ? 'cjs' : 'esm',
    jsx: 'automatic',
    target: 'es2022',
    sourcemap: false,
    tsconfigRaw: { compilerOptions: { experimentalDecorators, useDefineForClassFields: true } },
  })
  return result.code
}

function read(
  snippets: Snippet[],
  { results, realm }: { results: { output: string[]; idle: boolean; realm: Realm | null }[]; realm: Realm },
): Map<string, Outcome> {
  const shared = countsOf(realm)
  return new Map(
    snippets.map(({ name, path }, index) => {
      const one = results[index] as (typeof results)[number]
      const counts = one.realm ? countsOf(one.realm) : shared
      const coverage = (one.realm ?? realm).coverage?.[path]
      return [name, { output: one.output, idle: one.idle, coverage, counts: counts.find((file) => file.path === path) }]
    }),
  )
}

/** What the recorder that instrumented code brings along has counted, through the eyes of the full one. */
function countsOf({ files = [], next = 1 }: Realm): FileCounts[] {
  const records = files.map(({ counts, ...rest }) => Object.assign(new Float64Array(counts), rest))
  const plain = { c: 1, n: next, files: records } as unknown as Recorder
  return takeCounts(realmRecorder({ [Symbol.for(recorderKey)]: plain }))
}
