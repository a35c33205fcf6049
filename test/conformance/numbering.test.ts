/**
 * The report walks a text once more, and finds in its counts what the first walk numbered. So a change of the numbering needs a
 * new `numberingVersion`. `numbering.json` has the hash of each text of the corpus, and of its numbering in that version.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { globSync } from 'tinyglobby'
import { expect, test } from 'vitest'
import { hashText } from '../../src/model/hash.ts'
import type { FileSites } from '../../src/model/sites.ts'
import type { SourceType } from '../../src/source/parse.ts'
import { findSites, numberingVersion } from '../../src/source/number-source.ts'
import { corpus, corpusNames } from './corpus.ts'
import { loadSnippets, sourceTypeOf } from './snippets.ts'

/** By path: the hash of the text, a space, and the hash of its numbering. */
type Hashes = Record<string, string>

const root = resolve(import.meta.dirname, '../..')
const file = join(import.meta.dirname, 'numbering.json')
const record = 'RECORD_NUMBERING=1 npx vitest run --config .config/vitest.config.ts test/conformance/numbering.test.ts'

function hashesNow(): Hashes {
  const hashes: Hashes = {}
  const add = (path: string, text: string, sourceType?: SourceType): void => {
    const found = findSites(text, sourceType ? { path, sourceType } : { path })
    const numbered = 'sites' in found ? withoutNames(found.sites) : null
    hashes[path] = `${hashText(text)} ${hashText(JSON.stringify(numbered))}`
  }
  // The sources of this project change with each commit.
  for (const name of corpusNames.filter((one) => one !== 'this project'))
    for (const { path, text, module } of corpus(name)) add(path, text, module ? 'module' : 'commonjs')
  for (const snippet of loadSnippets()) add(snippet.path, snippet.text, sourceTypeOf(snippet))
  const fixtures = globSync('test/fixtures/**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}', {
    cwd: root,
    expandDirectories: false,
  })
  for (const path of fixtures.sort()) add(path, readFileSync(join(root, path), 'utf8'))
  return hashes
}

/** What a function is called may change. */
function withoutNames(sites: FileSites): unknown {
  return { ...sites, functions: sites.functions.map((site) => ({ ...site, name: '' })) }
}

/** What is wrong, and what to do. */
function compareHashes(recorded: { version: string; files: Hashes }, now: Hashes, version: string): string[] {
  if (recorded.version !== version) return [`The version is "${version}" now. Record its numbering: ${record}`]
  const problems: string[] = []
  for (const path of new Set([...Object.keys(recorded.files), ...Object.keys(now)])) {
    const [before, after] = [recorded.files[path], now[path]]
    if (before === after) continue
    if (before?.split(' ')[0] !== after?.split(' ')[0])
      problems.push(`"${path}" is new, changed or gone. Record it: ${record}`)
    else
      problems.push(
        `"${path}" is numbered otherwise than before, so counts on disk would be shown at the wrong places. If that is meant, ` +
          `give \`numberingVersion\` (src/source/number-source.ts) a new value, and then record it: ${record}`,
      )
  }
  return problems
}

test('the numbering of the corpus is the one that its version has always had', { timeout: 120_000 }, () => {
  const now = hashesNow()
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as { version: string; files: Hashes }
  const problems = compareHashes(recorded, now, numberingVersion)
  if (process.env['RECORD_NUMBERING'] === undefined) return expect(problems).toEqual([])
  expect(problems.filter((one) => one.includes('numbered otherwise'))).toEqual([])
  writeFileSync(file, `${JSON.stringify({ version: numberingVersion, files: now }, null, 1)}\n`)
})

test('another numbering is noticed, and excused by a new version alone', () => {
  const recorded = { version: 't1', files: { 'shop.js': 'a 1' } }
  const other = { 'shop.js': 'a 2' }
  expect(compareHashes(recorded, recorded.files, 't1')).toEqual([])
  expect(compareHashes(recorded, other, 't1')).toEqual([expect.stringContaining('"shop.js" is numbered otherwise')])
  expect(compareHashes(recorded, other, 't2')).toEqual([expect.stringContaining('The version is "t2" now')])
  expect(compareHashes(recorded, { 'shop.js': 'b 2' }, 't1')).toEqual([
    expect.stringContaining('"shop.js" is new, changed or gone'),
  ])
  expect(compareHashes(recorded, {}, 't1')).toHaveLength(1)
})
