/**
 * Whatever is in a directory: instrumented it parses, with its words on their lines, each mapped to itself.
 * `npm run parse-and-print -- --dir DIRECTORY`, for example node_modules.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { globSync } from 'tinyglobby'
import { expect, test } from 'vitest'
import { languageOf, parseSource } from '../../src/source/parse.ts'
import { structuralProblems } from './structure.ts'

const directory = process.env['TSTRACE_PROOF_DIR']
if (!directory) throw new Error('Say where: --dir DIRECTORY')

const files = globSync(['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}', '!**/*.d.{ts,cts,mts}'], { cwd: directory, dot: true })
const everySoManyFiles = 2000

test(`${files.length} files of ${directory}`, () => {
  const found: string[] = []
  let [seen, unparsed, bytes] = [0, 0, 0]
  for (const path of files.sort()) {
    const text = readFileSync(join(directory, path), 'utf8')
    const { language, sourceType } = languageOf(path)
    if (parseSource(text, path, language, sourceType).ok) {
      bytes += text.length
      for (const callers of [true, false])
        found.push(
          ...structuralProblems({ path, text, sourceType }, { callers }).map((problem) => `${path}: ${problem}`),
        )
    } else unparsed++
    if (++seen % everySoManyFiles === 0) console.log(`${seen} files, ${found.length} problems`)
  }
  console.log(`${seen} files, ${bytes} characters, ${unparsed} that do not parse as they are, ${found.length} problems`)
  expect(found.slice(0, 50)).toEqual([])
  expect(seen - unparsed, 'files that were compared').toBeGreaterThan(0)
})
