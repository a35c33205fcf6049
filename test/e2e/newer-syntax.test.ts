/** What older Nodes can't parse, on one that can: the unit tests that skip themselves on the others. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeOf } from './cli-project.ts'
import { checkout, runProgram } from './project.ts'

test('`using` and `await using`', async () => {
  const args = ['run', '--config=.config/vitest.config.ts', '--reporter=json', 'test/instrument/callers-using.test.ts']
  const program = join(checkout, 'node_modules/vitest/vitest.mjs')
  const { stdout } = await runProgram(await nodeOf(24), [program, ...args], checkout)
  const { numPassedTests, numTotalTests } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Record<string, number>
  expect(numTotalTests).toBeGreaterThan(3)
  expect(numPassedTests).toBe(numTotalTests)
})
