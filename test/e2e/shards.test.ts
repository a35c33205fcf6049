/** Shards, blobs, and merging them. In Vitest 5 and 3: tarball.test.ts. */
import { readdir, rm } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Project, example, makeProject } from './project.ts'
import { configureShards, expectShardsToMakeTheWhole, runPart } from './shards.ts'

let project: Project

beforeAll(async () => {
  project = await makeProject(example)
})

test('shards make the whole, by their blobs and by their stores', () =>
  expectShardsToMakeTheWhole(project, { shards: 3 }))

describe('a blob of a run without tstrace', () => {
  beforeAll(async () => {
    await configureShards(project)
    await project.configure(null, '{}', 'plain.config.ts')
    const shard = ['--config=plain.config.ts', '--shard=2/3', '--reporter=blob']
    expect((await project.vitest(shard)).status).toBe(0)
  })

  test('among others is named by its test files, and the others are reported', async () => {
    const { messages, stdout } = await runPart(project, 'mixed', ['--merge-reports'])
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatch(/2 of 7 test files did not report: "test\/.*\(not-reported\)$/)
    expect(stdout).toContain('only 5 of 7 test files reported')
    expect(await readdir(project.path('mixed'))).toContain('summary.txt')
  })

  test('alone leaves an earlier report as it is', async () => {
    for (const shard of [1, 3]) await rm(project.path(`.vitest-reports/blob-${shard}-3.json`))
    const before = await project.readAll('mixed')
    const { messages } = await runPart(project, 'mixed', ['--merge-reports'])
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatch(/The blobs hold no counts.*\(no-data\)$/)
    expect(await project.readAll('mixed')).toEqual(before)
  })
})
