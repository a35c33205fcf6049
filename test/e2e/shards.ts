/** A run in shards, as on as many machines: what they leave, brought together, is what one run leaves. */
import { join } from 'node:path'
import { expect } from 'vitest'
import type { FileCounts } from '../../src/model/counts.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import { reportCounted } from '../../src/run/finish-run.ts'
import { createSelector } from '../../src/selection/select.ts'
import { mergeStores, readStore } from '../../src/store/store.ts'
import type { Outcome, Project, RunOptions } from './project.ts'

export interface ShardOptions extends RunOptions {
  shards: number
}

/** With a store and a directory for the report that the environment names. */
export async function configureShards(project: Project): Promise<void> {
  const options = `{ include: 'src/**', file: process.env.STORE, coverdir: process.env.COVERDIR }`
  await project.configure(options, '{}', 'shards.config.ts')
}

export function runPart(project: Project, name: string, args: string[], options: RunOptions = {}): Promise<Outcome> {
  const env = { STORE: `${name}.jsonl`, COVERDIR: name }
  return project.vitest(['--config=shards.config.ts', ...args], { ...options, env })
}

export async function expectShardsToMakeTheWhole(
  project: Project,
  { shards, ...options }: ShardOptions,
): Promise<void> {
  const names = Array.from({ length: shards }, (_, index) => `shard-${index + 1}`)
  await configureShards(project)
  expect(await runPart(project, 'whole', [], options)).toMatchObject({ status: 0, messages: [] })
  for (const [index, name] of names.entries()) {
    const args = [`--shard=${index + 1}/${shards}`, '--reporter=blob']
    expect(await runPart(project, name, args, options)).toMatchObject({ status: 0, messages: [] })
    expect(await project.readAll(name)).not.toEqual(await project.readAll('whole'))
  }
  const whole = await project.readAll('whole')
  expect(await runPart(project, 'blobs', ['--merge-reports'], options)).toMatchObject({ status: 0, messages: [] })
  expect(await project.readAll('blobs')).toEqual(whole)
  // The shards have added to their stores: merging what they counted adds nothing.
  expect(project.has('blobs.jsonl')).toBe(false)

  const stores = names.map((name) => project.path(`${name}.jsonl`))
  expect(await mergeStores(stores, project.path('stores.jsonl'))).toEqual([])
  expect(await project.read('stores.jsonl')).toBe(await project.read('whole.jsonl'))
  await reportStore(project, 'stores')
  expect(await project.readAll('stores')).toEqual(whole)
}

async function reportStore({ directory: root }: Project, name: string): Promise<void> {
  const options = resolveOptions({ include: 'src/**', coverdir: name })
  const records: FileCounts[] = []
  for await (const record of readStore(join(root, `${name}.jsonl`))) records.push(record)
  const run = { root, options, select: createSelector(root, options), expected: null, color: false }
  expect((await reportCounted({ records, testFiles: [], warnings: [] }, run)).warnings).toEqual([])
}
