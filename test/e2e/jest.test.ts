/** The same sources with the same tests, under Vitest and under Jest: the same reports. */
import { cp, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type JestProject, type JestVersion, inWorkers, makeJestProject, makeVitestExample } from './jest-project.ts'
import { findDifferences, istanbulCounts, listedCounts } from './line-counts.ts'
import { type Outcome, type Project, checkout, example, makeProject } from './project.ts'

const coverage = ['--coverage', '--coverageReporters=json', '--coverageDirectory=coverage']

function expectToPass(outcome: Outcome): void {
  expect(outcome.status, outcome.stderr).toBe(0)
  expect(outcome.messages).toEqual([])
}

describe("Vitest's example", () => {
  let expected: Record<string, string>

  beforeAll(async () => {
    const project = await makeProject(example)
    expectToPass(await project.vitest())
    expected = await project.readAll('tstrace-report')
  })

  describe.each([30, 29] as JestVersion[])('in Jest %i', (version) => {
    let project: JestProject

    beforeAll(async () => {
      project = await makeVitestExample(version)
    })

    test('has the same reports, from workers', async () => {
      expectToPass(await project.jest(['--config=include.config.json', ...inWorkers]))
      expect(await project.readAll('tstrace-report')).toEqual(expected)
    })

    test('has the same calls in one process, from a warm cache, without any configuration', async () => {
      expectToPass(await project.traced(['--runInBand']))
      for (const name of ['functions.txt', 'callers.txt'])
        expect(called(await project.read(`tstrace-report/${name}`))).toBe(
          called(await project.read(`expected/${name}`)),
        )
    })

    test('leaves nothing else behind', async () => {
      expect(Object.keys(await project.readAll('node_modules/.cache'))).toEqual([])
    })
  })
})

describe("Jest's example", () => {
  let project: JestProject
  let expected: Record<string, string>

  beforeAll(async () => {
    project = await makeJestProject(30, {})
    await cp(join(checkout, 'test/examples/jest'), project.path('.'), {
      recursive: true,
      filter: (path) => !/node_modules|tstrace-report/.test(path.slice(checkout.length)),
    })
    expectToPass(await project.jest())
    expected = await project.readAll('tstrace-report')
  })

  test('lists what is expected of its components', async () => {
    expect(await project.read('tstrace-report/src/Shop.tsx.cover')).toBe(await project.read('expected/Shop.tsx.cover'))
    expect(await project.read('tstrace-report/callers.txt')).toBe(await project.read('expected/callers.txt'))
  })

  test("counts lines as often as Jest's own coverage", async () => {
    expectToPass(await project.jest([...coverage, '--reporters=default']))
    expect(findDifferences(await listedCounts(project), await istanbulCounts(project))).toEqual([])
  })

  test("counts with Istanbul's engine what ours counts", async () => {
    await project.write({
      'istanbul.config.json': JSON.stringify({
        reporters: [['tstrace', { engine: 'istanbul', coverdir: 'istanbul' }]],
        setupFilesAfterEnv: ['./test/setup.ts'],
      }),
    })
    expectToPass(await project.jest(['--config=istanbul.config.json']))
    expect(await listedCounts(project, 'istanbul')).toEqual(await listedCounts(project))
  })

  test("the shards' stores make the whole report", async () => {
    await project.write({
      'shards.config.js': `module.exports = {
        reporters: [['tstrace', { file: process.env.STORE, coverdir: process.env.STORE + '.report' }]],
        setupFilesAfterEnv: ['./test/setup.ts'],
      }`,
    })
    for (const shard of [1, 2]) {
      const args = ['--config=shards.config.js', `--shard=${shard}/2`]
      expectToPass(await project.jest(args, { env: { STORE: `shard-${shard}.jsonl` } }))
      expect(await project.readAll(`shard-${shard}.jsonl.report`)).not.toEqual(expected)
    }
    const report = ['--report', '--file=shard-1.jsonl', '--file=shard-2.jsonl', '-clTm', '--coverdir=merged']
    expectToPass(await project.run([project.path('node_modules/tstrace/dist/cli/index.js'), ...report]))
    expect(await project.readAll('merged')).toEqual(expected)
  })

  test('has the same reports in Vitest', async () => {
    await addVitest(project)
    expectToPass(await project.vitest())
    expect(await project.readAll('tstrace-report')).toEqual(expected)
  })
})

/** What the example's tests have of Jest is Vitest's. */
async function addVitest(project: Project): Promise<void> {
  for (const name of ['vitest', 'vite'])
    await symlink(join(checkout, 'node_modules', name), project.path(`node_modules/${name}`), 'junction')
  await project.write({
    'node_modules/as-jest.js': `export * from 'vitest'\nexport { vi as jest } from 'vitest'\n`,
    'vitest.config.mjs': `
      import tstrace from 'tstrace/vitest'
      export default {
        plugins: [tstrace()],
        resolve: { alias: { '@jest/globals': new URL('./node_modules/as-jest.js', import.meta.url).pathname } },
        test: { setupFiles: './test/setup.ts' },
      }`,
  })
}

/** Without `include`, files that nothing loads are not known. */
function called(text: string): string {
  return text.split('\nfunctions never called:')[0] ?? ''
}
