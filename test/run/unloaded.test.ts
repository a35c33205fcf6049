/** A store knows which files its runs asked for and did not load: a later report has the numbers of the run. */
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { analyse } from '../../src/analysis/analyse-records.ts'
import type { Report } from '../../src/model/analysis.ts'
import type { FileCounts } from '../../src/model/counts.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import { createSelector } from '../../src/selection/select.ts'
import { mergeStores, readStore } from '../../src/store/store.ts'
import { test } from '../store/directory.ts'
import { CountedProject, countScript } from './counted-project.ts'

const text = 'const price = 3\n'
const wanted = { include: 'src/**', file: 'counts.jsonl' }

function shopIn(directory: string): CountedProject {
  const project = new CountedProject(directory)
  for (const name of ['used', 'unused', 'other']) project.write(`src/${name}.js`, text)
  project.write('setup.js', text)
  return project
}

/** As `tstrace --report` makes it. */
async function laterReport(root: string, given: Parameters<typeof resolveOptions>[0] = {}): Promise<Report> {
  const options = resolveOptions({ all: false, ...given })
  const select = createSelector(root, options)
  const { report, warnings } = await analyse(readStore(join(root, 'counts.jsonl')), {
    root,
    options,
    select,
    trustUnloaded: true,
  })
  expect(warnings).toEqual([])
  return report
}

function rows(report: Report | null): string[] | undefined {
  return report?.files.map(({ path, lines }) => `${path} ${lines.map(({ count }) => count).join()}`)
}

async function recordsIn(directory: string, name = 'counts.jsonl'): Promise<FileCounts[]> {
  const records: FileCounts[] = []
  for await (const record of readStore(join(directory, name))) records.push(record)
  return records
}

test('a later report has the files of the run, also with globs and --all', async ({ directory }) => {
  const project = shopIn(directory)
  const { report } = await project.report(await countScript('src/used.js', text), wanted)
  const ran = ['src/other.js 0', 'src/unused.js 0', 'src/used.js 1']
  expect(rows(report)).toEqual(ran)
  expect(rows(await laterReport(directory))).toEqual(ran)
  expect(rows(await laterReport(directory, { all: true }))).toEqual(ran)
})

test('what another run loads is loaded, whichever comes first', async ({ directory }) => {
  const project = shopIn(directory)
  const used = await countScript('src/used.js', text)
  const other = await countScript('src/other.js', text)
  await project.report(used, { ...wanted, file: 'a.jsonl' })
  await project.report(other, { ...wanted, file: 'b.jsonl' })
  await project.report([...used, ...other], { ...wanted, file: 'ab.jsonl' })
  for (const names of [
    ['a.jsonl', 'b.jsonl'],
    ['b.jsonl', 'a.jsonl'],
  ]) {
    await mergeStores(
      names.map((name) => join(directory, name)),
      join(directory, 'merged.jsonl'),
    )
    expect(project.read('merged.jsonl')).toBe(project.read('ab.jsonl'))
  }
  expect((await recordsIn(directory, 'ab.jsonl')).map(({ path, counts }) => [path, counts.length])).toEqual([
    ['src/other.js', 2],
    ['src/unused.js', 0],
    ['src/used.js', 2],
  ])
})

test('a run that asks for no files puts none into the store', async ({ directory }) => {
  const project = shopIn(directory)
  await project.report(await countScript('src/used.js', text), { file: 'counts.jsonl' })
  expect((await recordsIn(directory)).map(({ path }) => path)).toEqual(['src/used.js'])
})

describe('a file that nothing loaded', () => {
  test('and that was changed is listed as it is; one that is gone is not', async ({ directory }) => {
    const project = shopIn(directory)
    await project.report(await countScript('src/used.js', text), wanted)
    project.write('src/unused.js', `${text}const more = 4\n`)
    project.remove('src/other.js')
    expect(rows(await laterReport(directory))).toEqual(['src/unused.js 0,0', 'src/used.js 1'])
  })

  test('in its present text, but in an older one, is missing, and named', async ({ directory }) => {
    const project = shopIn(directory)
    await project.report(await countScript('src/used.js', text), wanted)
    project.write('src/used.js', `${text}const more = 4\n`)
    const { report, warnings } = await project.report(await countScript('src/other.js', text), wanted)
    expect(rows(report)).toEqual(['src/other.js 1', 'src/unused.js 0', 'src/used.js 0,0'])
    expect(warnings).toEqual([
      {
        slug: 'source-changed',
        message: expect.stringMatching(/^"src\/used.js" was changed .* Nothing has loaded the present text/),
      },
    ])
  })
})
