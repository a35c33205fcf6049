/** The programming interface, as a program has it: in Node, on what was built. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface Said {
  written: string[]
  results: { counts: object[]; calledfuncs: { name: string; count: number }[]; callers: object[] }
  returned: unknown[]
  concurrent: number[]
  same: number[]
  sum: number
  iterated: object
  counts: number
  stored: number
  legacy: string[]
  untraced: ({ code: string; message: string } | null)[]
  refused: ({ code: string; message: string } | null)[]
}

let out: string
let said: Said
let stdout: string

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'tstrace-api-'))
  const { NODE_OPTIONS: _, ...env } = process.env
  const ended = await promisify(execFile)(process.execPath, ['test/fixtures/api/run.mjs', out], { env })
  stdout = ended.stdout
  said = JSON.parse(ended.stderr) as Said
}, 60_000)

afterAll(() => rm(out, { recursive: true, force: true }))

test('a program is traced without the installation, and listed with what never ran', async () => {
  const listings = said.written
    .map((path) => relative(join(out, 'cover'), path))
    .filter((path) => path.endsWith('cover'))
  expect(listings).toEqual(['test/fixtures/api/program.ts.cover', 'test/fixtures/api/twice.ts.cover'])
  const listing = await readFile(join(out, 'cover/test/fixtures/api/program.ts.cover'), 'utf8')
  expect(listing).toContain('    3:     sum += twice(index)\n')
  expect(listing).toContain('>>>>>>     return Kind.Odd\n')
  expect(await readFile(join(out, 'cover2/test/fixtures/api/program.ts.cover'), 'utf8')).not.toContain('>>>>>>')
  expect(stdout).toContain('modulename: test/fixtures/api/program, funcname: main  x1\n')
  expect(stdout).toContain('    test/fixtures/api/program.main -> test/fixtures/api/twice.twice  x3\n')
  expect(stdout).toContain('    <string> -> test/fixtures/api/program.main  x1\n')
})

test('lines are printed as they run', () => {
  const lines = /\nbefore\n([^]*?)after\n/.exec(stdout)?.[1] ?? ''
  expect(lines.split('\n').map((line) => line.replace(/: .*(?<!funcname: \w+)$/, ''))).toEqual([
    ' --- modulename: test/fixtures/api/program, funcname: main',
    'program.ts(6)',
    'program.ts(7)',
    'program.ts(8)',
    ' --- modulename: test/fixtures/api/twice, funcname: twice',
    'twice.ts(2)',
    'program.ts(7)',
    'program.ts(10)',
    'program.ts(13)',
    '',
  ])
})

test('results are plain data, and add up', () => {
  expect(said.results.calledfuncs.map(({ name, count }) => [name, count])).toEqual([
    ['<module>', 1],
    ['main', 1],
    ['<module>', 1],
    ['twice', 3],
  ])
  expect(said.results.counts).toContainEqual({ path: 'test/fixtures/api/twice.ts', line: 2, count: 3 })
  expect(said.sum).toBe(4)
  expect(said.iterated).toEqual({ path: 'test/fixtures/api/twice.ts', line: 2, count: 2 + 3 + 1 + 4 })
  expect(said.counts).toBe(2 + 3 + 1 + 4)
})

test('Traces at the same time, and within each other, count what is theirs', () => {
  expect(said.returned).toEqual([2, [6, 0, 12]])
  expect(said.concurrent).toEqual([2, 2])
})

test('one Trace runs functions at the same time, also such as load what they run', () => {
  expect(said.same).toEqual([0, 0, 2, 6, 4])
})

test('what was written twice is once in the store, from which another Trace goes on', () => {
  expect(said.stored).toBe(2)
})

test('CommonJS is traced with what it requires', () => {
  expect(said.legacy).toEqual(['<module>', 'half', '<module>', 'main'])
})

test('what counts nothing is told, with what to do', () => {
  expect(said.untraced.map((error) => error?.code)).toEqual(['untraced', 'untraced'])
  expect(said.untraced[1]?.message).toMatch(/"plain".*await trace\.import\('\.\/module\.js'\)/)
  expect(said.refused.map((error) => error?.code)).toEqual(['bad-option', 'unknown-option'])
  expect(said.refused[1]?.message).toContain('The nearest is "count"')
})
