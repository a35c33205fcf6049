/** The example, beside Istanbul's count of the same tests. */
import { beforeAll, describe, expect, test } from 'vitest'
import { findDifferences, istanbulArguments, istanbulCounts, listedCounts } from './line-counts.ts'
import { type Outcome, type Project, example, makeProject } from './project.ts'

describe('a run of the example', () => {
  let project: Project
  let outcome: Outcome

  beforeAll(async () => {
    project = await makeProject(example)
    outcome = await project.vitest()
    expect(outcome.messages).toEqual([])
    expect(outcome.status).toBe(0)
  })

  test('counts lines as often as Istanbul', async () => {
    await project.configure(null, '{}', 'plain.config.ts')
    expect((await project.vitest(['--config=plain.config.ts', ...istanbulArguments])).status).toBe(0)
    const differences = findDifferences(await listedCounts(project), await istanbulCounts(project))
    expect(differences).toEqual(acceptedDifferences)
  })

  test.each(['functions.txt', 'callers.txt'])('lists what stands in expected/%s', async (name) => {
    expect(await project.read(`tstrace-report/${name}`)).toBe(await project.read(`expected/${name}`))
  })

  test('tells what it did in a few lines', () => {
    expect(outcome.stdout).toMatch(/ {4}tstrace {2}17 files, 7 of 7 test files reported\n +Lines +\d+ of \d+ +\d+%\n/)
  })

  test('gives the same bytes again', async () => {
    const before = await project.readAll('tstrace-report')
    expect((await project.vitest()).status).toBe(0)
    expect(await project.readAll('tstrace-report')).toEqual(before)
  })

  test('leaves nothing else behind', async () => {
    const files = Object.keys(await project.readAll('node_modules/.cache'))
    expect(files).toEqual([])
  })
})

test('with a store, a second run of the example doubles every count', async () => {
  const project = await makeProject(example)
  await project.configure(`{ include: 'src/**', file: 'counts.jsonl' }`)
  await project.vitest()
  const once = await project.readAll('tstrace-report')
  const linesOnce = await listedCounts(project)
  await project.vitest()
  const twice = await project.readAll('tstrace-report')
  expect(await listedCounts(project)).toEqual(new Map([...linesOnce].map(([line, count]) => [line, 2 * count])))
  for (const name of ['functions.txt', 'callers.txt']) {
    const doubled = rows(once[name])?.replace(/ {2}x(\d+)$/gm, (_, count: string) => `  x${2 * Number(count)}`)
    expect(rows(twice[name])).toBe(doubled)
  }
  expect(twice['summary.txt']).toBe(once['summary.txt'])
})

function rows(text: string | undefined): string | undefined {
  return text?.split('\nfunctions called most:')[0]
}

/** Each with its reason. */
const acceptedDifferences: readonly string[] = [
  // `/* v8 ignore next */` and `// tstrace: no cover` are no hints of Istanbul's.
  'src/search.ts:30 is undefined, Istanbul has 2',
  'src/search.ts:51 is undefined, Istanbul has 0',
  // `export function` in a namespace: esbuild adds the export as an assignment with the same position; oxc does not.
  'src/tax.ts:13 is undefined, Istanbul has 5',
]
