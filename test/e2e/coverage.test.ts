/** Beside `vitest --coverage`: neither changes what the other reports. */
import { beforeAll, describe, expect, test } from 'vitest'
import { coverageArguments, istanbulCounts } from './line-counts.ts'
import { type Project, example, makeProject } from './project.ts'

describe.each(['istanbul', 'v8'] as const)('with --coverage.provider=%s', (provider) => {
  let project: Project

  beforeAll(async () => {
    project = await makeProject(example)
    await project.configure(null, '{}', 'plain.config.ts')
    const alone = await project.vitest(['--config=plain.config.ts', ...coverageArguments(provider, 'alone')])
    const beside = await project.vitest(coverageArguments(provider, 'beside'))
    expect(alone.status).toBe(0)
    expect(beside).toMatchObject({ status: 0, messages: [] })
  })

  test.each(['functions.txt', 'callers.txt'])('%s is what it is without coverage', async (name) => {
    expect(await project.read(`tstrace-report/${name}`)).toBe(await project.read(`expected/${name}`))
  })

  // Probes that are statements, branches and functions to the provider are in its report until the map hides them.
  test.fails('line counts of coverage are what they are without tstrace', async () => {
    expect(await istanbulCounts(project, 'beside')).toEqual(await istanbulCounts(project, 'alone'))
  })
})
