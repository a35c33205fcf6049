/** Wherever Vitest runs test files, and however many of them in one realm, the counts are the same. */
import { beforeAll, expect, test } from 'vitest'
import { type Project, example, makeProject } from './project.ts'

let project: Project
let expected: Record<string, string>

beforeAll(async () => {
  project = await makeProject(example)
  expected = await project.readAll('expected')
})

async function runIn(pool: string, isolate: boolean): Promise<Record<string, string>> {
  const file = `${pool}-${isolate}.config.ts`
  const coverdir = `report-${pool}-${isolate}`
  const config = `{ pool: '${pool}', isolate: ${isolate}, maxWorkers: 1 }`
  await project.configure(`{ include: 'src/**', coverdir: '${coverdir}' }`, config, file)
  expect(await project.vitest([`--config=${file}`])).toMatchObject({ status: 0, messages: [] })
  return project.readAll(coverdir)
}

test('threads give the reports of the default, forks', async () => {
  expect(await runIn('threads', true)).toMatchObject(expected)
})

/** The file's top level, and what it calls in the example: run once a realm, not once a test file. */
const importTime =
  /<module>|<static|cart\.Cart\.limit|counters\.counter |minutes|Money\.of|Money\.constructor|tax\.Vat\.percent|funcname: (?:Cart\.limit|counter|Vat\.percent) /

test.each([
  ['forks', false],
  ['threads', false],
  ['vmForks', true],
  ['vmThreads', true],
])('%s, isolate: %s, where test files share modules, differ only in what runs on import', async (pool, isolate) => {
  const reports = await runIn(pool, isolate)
  for (const name of ['functions.txt', 'callers.txt']) {
    expect(laterRows(reports[name])).toEqual(laterRows(expected[name]))
  }
  expect(reports['functions.txt']?.match(/<module> {2}x\d+/g)).toEqual(Array.from({ length: 16 }, () => '<module>  x1'))
  expect(reports['callers.txt']?.match(/ import -> \S+<module>/g)).toHaveLength(16)
})

function laterRows(text = ''): string[] {
  const rows = text.split('\n').filter((row) => /^ {4}\S|^filename/.test(row))
  return rows.filter((row) => !importTime.test(row)).toSorted()
}
