/** A compiled program whose own source maps Node is to heed. */
import process from 'node:process'
import { transformSync } from 'oxc-transform'
import { expect, test } from 'vitest'
import type { Outcome } from './project.ts'
import { makeCliProject } from './cli-project.ts'

const source = `
type What = string

export function fail(what: What): never {
  const inner = (one: { level: number }) => {

    if (one.level > 0) throw new Error(what)
  }
  inner({ level: 1 })
  throw 1
}
try { fail('x') } catch (error) { console.log((error as Error).stack) }
`
const { code, map } = transformSync('a.ts', source, { sourcemap: true })
const { names = [], mappings = '' } = map ?? {}
const inline = Buffer.from(JSON.stringify({ version: 3, sources: ['../src/a.ts'], names, mappings })).toString('base64')

test("--enable-source-maps shows a program's own sources, by a map in the file or beside it", async () => {
  const project = await makeCliProject({
    'src/a.ts': source,
    'dist/beside.mjs': `/* a banner */\n${code}\n//# sourceMappingURL=beside.mjs.map\n`,
    'dist/beside.mjs.map': JSON.stringify({
      version: 3,
      sourceRoot: '../src',
      sources: ['/a.ts'],
      names,
      mappings: `;${mappings}`,
    }),
    'dist/inline.cjs': `${code.replace('export ', '')}\n//# sourceMappingURL=data:application/json;base64,${inline}`,
    'both.mjs': "import './dist/beside.mjs'\nimport './dist/inline.cjs'\n",
  })
  const options = { env: { ...process.env, NODE_OPTIONS: '--enable-source-maps' } }
  const bare = await project.run(['both.mjs'], options)
  expect(placesIn(bare)).toHaveLength(6)
  const traced = await project.tstrace(['--count', 'both.mjs'], options)
  expect(placesIn(traced)).toEqual(placesIn(bare))
  expect(await project.read('tstrace-report/dist/beside.mjs.cover')).toMatch(/ 1: \s+if \(one\.level > 0\)/)
})

/** `at inner (src/a.ts:7:22)`. */
function placesIn({ stdout }: Outcome): string[] {
  return stdout.split('\n').filter((line) => line.includes('src/a.ts'))
}
