/** Wherever Vitest runs test files, and however many of them in one realm, the counts are what the program itself counts. */
import { beforeAll, describe, expect, test } from 'vitest'
import { hostVersions } from './hosts.ts'
import { countedLedger, ledgerProject, ledgerTest, runLedger } from './ledger.ts'
import type { Project } from './project.ts'

describe.each(hostVersions)('Vitest %s', (version) => {
  let project: Project

  beforeAll(async () => {
    project = await ledgerProject(version)
  })

  test.for([
    ['forks', true],
    ['forks', false],
    ['threads', true],
    ['threads', false],
    ['vmForks', true],
    ['vmForks', false],
    ['vmThreads', true],
    ['vmThreads', false],
  ] as const)('%s, isolate: %s', async ([pool, isolate]) => {
    const coverdir = `report-${pool}-${isolate}`
    const file = `${pool}-${isolate}.config.ts`
    // One worker for several test files, and two to begin with.
    const workers =
      version === '3.2'
        ? `poolOptions: { ${pool}: { isolate: ${isolate}, ${limitOf(pool)} } }`
        : `isolate: ${isolate}, maxWorkers: 2`
    await project.configure(
      `{ include: 'src/**', coverdir: '${coverdir}' }`,
      `{ ${ledgerTest} pool: '${pool}', ${workers} }`,
      file,
    )
    const { outcome, written } = await runLedger(project, [`--config=${file}`])
    expect(outcome, outcome.raw).toMatchObject({ status: 0, messages: [] })
    expect(await countedLedger(project, coverdir)).toEqual(written)
  })
})

function limitOf(pool: string): string {
  return pool.endsWith('orks') ? 'maxForks: 2, minForks: 1' : 'maxThreads: 2, minThreads: 1'
}
