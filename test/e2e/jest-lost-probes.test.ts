/** A transformer that compiles another text than the one it is given: the file on disk, as a bundler does that gets a path. */
import { expect, test } from 'vitest'
import { makeJestProject } from './jest-project.ts'

const source = `export function count(n) {
  let sum = 0
  for (let i = 0; i < n; i++) sum += i
  return sum
}
export const unused = () => 1
`

const fromDisk = (sourceMap: boolean): string => `
const ts = require('typescript')
const { readFileSync } = require('node:fs')
exports.process = (_, path) => {
  const compilerOptions = { target: 'es2022', module: 'commonjs', allowJs: true, sourceMap: ${sourceMap} }
  const { outputText, sourceMapText } = ts.transpileModule(readFileSync(path, 'utf8'), { compilerOptions, fileName: path })
  return { code: outputText, map: sourceMapText }
}`

test('is counted through its source map, and named without one', async () => {
  const transform = { 'mapped\\.js$': '<rootDir>/mapped.cjs', 'bare\\.js$': '<rootDir>/bare.cjs' }
  const project = await makeJestProject(30, {
    'jest.config.json': JSON.stringify({ transform }),
    'mapped.cjs': fromDisk(true),
    'bare.cjs': fromDisk(false),
    'src/mapped.js': source,
    'src/bare.js': source,
    'test/sums.test.js': `
      test.each(['mapped', 'bare'])('%s', (name) => expect(require('../src/' + name + '.js').count(4)).toBe(6))`,
  })
  const { status, messages, stdout } = await project.traced()
  expect(status).toBe(0)
  expect(messages).toEqual([expect.stringMatching(/"src\/bare\.js".* nothing in it is counted\. \(no-map\)$/)])
  expect(stdout).toMatch(/1 file, 1 of 1 test file reported/)
  expect(stdout).toMatch(/Functions +1 of 2/)
  expect(stdout).toMatch(/Uncounted +src\/bare\.js/)
  expect(await project.read('tstrace-report/src/mapped.js.cover')).toMatch(/^ +1: {3}let sum = 0\n +4: {3}for/m)
})
