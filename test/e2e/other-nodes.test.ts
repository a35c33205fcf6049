/** What differs from Node to Node: unit tests, on others than this one. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeMajors, nodeOf } from './cli-project.ts'
import { checkout, runProgram } from './project.ts'

test('`using` and `await using`, which older ones can not parse', async () => {
  await expectToPass(24, 'test/instrument/callers-using.test.ts')
})

test("trees from oxc-parser's buffer, which Node 20 does not have", async () => {
  // One test is for Nodes without the buffer.
  await expectToPass(24, 'test/source/parse.test.ts', 1)
})

test.each(nodeMajors)("what V8's coverage makes of probes, Node %i", async (major) => {
  await expectToPass(major, 'test/jest-preset/v8-coverage.test.ts')
})

async function expectToPass(major: number, path: string, skipped = 0): Promise<void> {
  const args = ['run', '--config=.config/vitest.config.ts', '--reporter=json', path]
  const program = join(checkout, 'node_modules/vitest/vitest.mjs')
  const { stdout } = await runProgram(await nodeOf(major), [program, ...args], checkout)
  const { numPassedTests, numTotalTests } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Record<string, number>
  expect(numTotalTests).toBeGreaterThan(3)
  expect(numPassedTests).toBe(Number(numTotalTests) - skipped)
}
