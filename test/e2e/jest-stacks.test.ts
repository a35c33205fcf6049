/** The stacks of errors, as text, are those of the run without tstrace: to the frame, on every way to the error. */
import { expect, test } from 'vitest'
import { makeJestProject } from './jest-project.ts'

const files = {
  'src/deep.js': `
Error.stackTraceLimit = 40
exports.loading = new Error('loading').stack
exports.called = () => new Error('called').stack
`,
  'test/deep.test.js': `
const { loading, called } = require('../src/deep.js')
const { writeFileSync } = require('node:fs')
const top = new Error('top').stack
let hook
beforeAll(() => { hook = called() })
test('is called', async () => {
  const early = called()
  await null
  writeFileSync(process.env.STACKS, [loading, top, hook, early, called()].join('\\n'))
})
`,
}

test.each([29, 30] as const)('Jest %s', async (version) => {
  const project = await makeJestProject(version, files)
  const stacks = async (...args: string[]): Promise<string> => {
    const { status, stderr } = await project.jest(args, { env: { STACKS: project.path('stacks') } })
    expect(status, stderr).toBe(0)
    return project.read('stacks')
  }
  const bare = await stacks()
  expect(bare).toMatch(/^Error: loading\n {4}at .*deep\.js:3:19\)\n/)
  expect(await stacks('--reporters=tstrace')).toBe(bare)
  expect(await project.read('tstrace-report/callers.txt')).toContain('hooks -> src/deep.exports.called  x1')
})
