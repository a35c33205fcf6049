/** `jest --reporters=tstrace`, in projects that know nothing of us. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type JestProject, type JestVersion, makeExample } from './jest-project.ts'

describe.each([30, 29] as JestVersion[])('Jest %i', (version) => {
  let project: JestProject

  beforeAll(async () => {
    project = await makeExample(version)
  })

  async function expectExpectedReports(): Promise<void> {
    for (const name of ['functions.txt', 'callers.txt']) {
      expect(await project.read(`tstrace-report/${name}`)).toBe(await project.read(`expected/${name}`))
    }
  }

  test('counts what Vitest counts, in one process', async () => {
    const outcome = await project.traced(['--runInBand'])
    expect(outcome).toMatchObject({ status: 0, messages: [] })
    await expectExpectedReports()
  })

  test('counts the same in workers, and from a warm cache', async () => {
    const before = await project.readAll('tstrace-report')
    expect(await project.traced(['--maxWorkers=2'])).toMatchObject({ status: 0, messages: [] })
    expect(await project.readAll('tstrace-report')).toEqual(before)
  })
})
