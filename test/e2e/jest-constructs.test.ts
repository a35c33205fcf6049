/** What only Jest does with modules, mocks, timers and environments: counted as Jest's own coverage counts it, and left alone. */
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type JestProject, type JestVersion, makeJestProject } from './jest-project.ts'
import { findDifferences, istanbulCounts, listedCounts } from './line-counts.ts'
import { type Outcome, checkout } from './project.ts'

const office = join(checkout, 'test/fixtures/office')

describe.each([30, 29] as JestVersion[])('Jest %i', (version) => {
  let project: JestProject
  let alone: Outcome
  let outcome: Outcome

  beforeAll(async () => {
    project = await makeJestProject(version, {})
    await cp(office, project.path('.'), { recursive: true })
    const coverage = [
      '--coverage',
      '--coverageReporters=json',
      '--coverageDirectory=coverage',
      '--coveragePathIgnorePatterns=setup',
    ]
    alone = await project.jest(['-i', ...coverage])
    expect(alone.status, alone.stderr).toBe(0)
    // Snapshots were written without us.
    outcome = await project.traced(['-i', '--ci'])
  })

  test('passes as without us, and says nothing more', () => {
    expect(outcome.status, outcome.stderr).toBe(0)
    expect(outcome.messages).toEqual([])
    expect(results(outcome)).toEqual(results(alone))
    expect(outcome.stderr).not.toContain('Warning')
  })

  test('counts lines as often as the coverage of Jest', async () => {
    const differences = findDifferences(await listedCounts(project), await istanbulCounts(project))
    // What the environment loads is outside of what that coverage sees, and mocks it leaves out.
    expect(differences.filter((one) => !/^src\/(?:audit|__mocks__)/.test(one))).toEqual([])
    expect(await project.read('tstrace-report/src/audit.js.cover')).toContain('   19:   return `done: ${name}`\n')
  })

  test.each([
    'test "a module that is evaluated five times counts five times" -> src/tickets.<module>  x5',
    'test "modules can be reset" -> src/tickets.<module>  x2',
    'test "modern fake timers > run what waits" -> src/tickets.printLater.new Promise() callback.setTimeout() callback  x1',
    'test "tries again" -> src/tickets.numbers  x2',
    'concurrent tests -> src/tickets.printLater  x2',
    'concurrent tests -> src/tickets.printLater  x3',
    'src/printer.Printer.print -> src/log.exports.write  x10',
  ])('knows that %s', async (row) => {
    expect(await project.read('tstrace-report/callers.txt')).toContain(`    ${row}\n`)
  })

  test.each([
    ['setup files and the test file', 'import -> src/prices.exports.price  x1', 8],
    // Jest 29 does not say when concurrent tests begin.
    ['hooks', 'hooks -> src/prices.exports.price  x1', version === 29 ? 6 : 8],
  ])('tells what %s run from what tests run', async (_, row, times) => {
    const callers = await project.read('tstrace-report/callers.txt')
    expect(callers.split('\n').filter((line) => line === `    ${row}`)).toHaveLength(times)
  })
})

/** Which test files passed, and how many tests. */
function results({ stderr }: Outcome): string[] {
  return stderr
    .split('\n')
    .filter((line) => /^(?:PASS|FAIL|Tests:)/.test(line))
    .map((line) => line.replace(/ \([\d.]+ m?s\)$/, ''))
    .sort()
}
