/** Watch mode: of each test file the last run counts, and of the report only what changed is written. */
import { stat, rm, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { type Project, checkout, makeProject } from './project.ts'
import { WatchSession } from './watch-driver.ts'

const shop = join(checkout, 'test/fixtures/shop')
const basketListing = 'tstrace-report/src/basket.ts.cover'
const priceListing = 'tstrace-report/src/price.ts.cover'

let session: WatchSession | undefined

afterEach(async () => {
  await session?.close()
  session = undefined
})

async function watch(options: string, files: Record<string, string> = {}): Promise<Project> {
  const project = await makeProject(shop, files)
  await project.configure(options)
  session = await WatchSession.start(project)
  return project
}

/** What a run from the start gives. */
async function freshReport(project: Project): Promise<Record<string, string>> {
  const fresh = await makeProject(project.directory)
  await fresh.configure(`{ include: 'src/**' }`)
  expect((await fresh.vitest()).status).toBe(0)
  return fresh.readAll('tstrace-report')
}

async function edit(project: Project, path: string, from: string | RegExp, to: string): Promise<void> {
  await project.write({ [path]: (await project.read(path)).replace(from, to) })
}

/** Vitest may run twice for one change, so this looks until it is so. */
async function eventually(check: () => Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 60_000, interval: 100 })
}

async function written(project: Project, path: string): Promise<bigint> {
  return (await stat(project.path(path), { bigint: true })).mtimeNs
}

function partsOf(project: Project): Promise<string[]> {
  return filesBelow(project, 'node_modules/.cache/tstrace')
}

async function filesBelow(project: Project, directory: string): Promise<string[]> {
  return Object.keys(await project.readAll(directory))
}

test('the last run of each test file counts, and what did not change is not written', async () => {
  const project = await watch(`{ include: 'src/**' }`)
  expect(await project.readAll('tstrace-report')).toEqual(await freshReport(project))

  const before = await written(project, basketListing)
  await session?.afterwards(() => edit(project, 'test/price.test.ts', 'show(2.5)', '(show(-3), show(2.5))'))
  await eventually(async () => expect(await project.read(priceListing)).toContain('    1:     return `minus'))
  expect(await project.readAll('tstrace-report')).toEqual(await freshReport(project))
  expect(await written(project, basketListing)).toBe(before)

  // Both test files load it. The counts of the text before are nowhere any more.
  await session?.afterwards(() =>
    edit(project, 'src/price.ts', 'export function sum', '// Rounded.\nexport function sum'),
  )
  await eventually(async () => expect(await project.read(basketListing)).toContain('    1:     return sum'))
  await eventually(async () => expect(await project.readAll('tstrace-report')).toEqual(await freshReport(project)))
  expect(await partsOf(project)).toHaveLength(2)

  await rm(project.path('test/basket.test.ts'))
  await eventually(async () => expect(await project.read(basketListing)).toContain('>>>>>>     return sum'))
  expect(await project.readAll('tstrace-report')).toEqual(await freshReport(project))

  await session?.afterwards(() => edit(project, 'test/price.test.ts', 'show(-3)', 'show(-4)'))
  expect(session?.output).toMatch(/1 of 1 test file reported(?![^]*of 2 test files)/)
  expect(session?.output).not.toContain('[tstrace]')
  await session?.close()
  expect(await readdir(project.path('node_modules/.cache/tstrace'))).toEqual([])
})

/** Its first test waits while there is a file "hold"; only the second shows a price below zero. */
const holdable = `
  import { existsSync } from 'node:fs'
  import { expect, test } from 'vitest'
  import { show } from '../src/price.ts'
  test('waits', async () => {
    expect(show(1)).toBe('1.00 EUR')
    while (existsSync('hold')) await new Promise((resolve) => setTimeout(resolve, 20))
  })
  test('goes on', () => expect(show(-1)).toBe('minus 1.00 EUR'))`

test('an interrupted rerun leaves a good report as it is, and the store gets the session once, in its last state', async () => {
  const project = await watch(`{ include: 'src/**', file: 'counts.jsonl' }`, { 'test/hold.test.ts': holdable })
  const good = await project.readAll('tstrace-report')
  expect(good).toEqual(await freshReport(project))

  await project.write({ hold: '' })
  await session?.afterwards(async () => {
    await edit(project, 'test/hold.test.ts', /$/, '// Edited.')
    await session?.told('test waits')
    session?.tell('cancel')
    await rm(project.path('hold'))
  })
  expect(await project.readAll('tstrace-report')).toEqual(good)
  expect(session?.output).not.toContain('[tstrace]')
  expect(project.has('counts.jsonl')).toBe(false)

  // What was interrupted has only counts of a text that is no more: no better report can be made of that.
  await project.write({ hold: '' })
  await session?.afterwards(async () => {
    await edit(project, 'src/price.ts', 'export function sum', '// Rounded.\nexport function sum')
    await session?.told('test waits')
    session?.tell('cancel')
    await rm(project.path('hold'))
  })
  expect(await project.readAll('tstrace-report')).toEqual(good)
  expect(session?.output.match(/interrupted, the report is as it was/g)).toHaveLength(2)

  await session?.afterwards(async () => session?.tell('all'))
  await eventually(async () => expect(await project.readAll('tstrace-report')).toEqual(await freshReport(project)))
  // Vitest starts anew then, and so does the session.
  await session?.afterwards(() => edit(project, 'vitest.config.ts', /$/, '\n// Edited.'))
  await session?.close()
  expect(await readdir(project.path('node_modules/.cache/tstrace'))).toEqual([])
  const once = await makeProject(project.directory, { 'counts.jsonl': '' })
  await rm(once.path('counts.jsonl'))
  expect((await once.vitest()).messages).toEqual([])
  expect(await project.read('counts.jsonl')).toBe(await once.read('counts.jsonl'))
  expect(await project.readAll('tstrace-report')).toEqual(await once.readAll('tstrace-report'))
})
