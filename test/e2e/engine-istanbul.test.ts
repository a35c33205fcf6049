/** `engine: 'istanbul'`, beside our own. */
import { beforeAll, expect, test } from 'vitest'
import { findSites } from '../../src/source/number-source.ts'
import { listedCounts } from './line-counts.ts'
import { type Project, example, makeProject } from './project.ts'

let project: Project

beforeAll(async () => {
  project = await makeProject(example)
  await project.configure(`{ include: 'src/**', coverdir: 'istanbul', engine: 'istanbul' }`, '{}', 'istanbul.config.ts')
  const [ours, theirs] = [await project.vitest(), await project.vitest(['--config=istanbul.config.ts'])]
  expect(ours).toMatchObject({ status: 0, messages: [] })
  expect(theirs).toMatchObject({ status: 0, messages: [] })
})

test('counts the same lines', async () => {
  const [ours, theirs] = [await listedCounts(project), await listedCounts(project, 'istanbul')]
  const typescript = await linesOfTypeScript()
  const differ = (key: string): boolean => ours.get(key) !== theirs.get(key) && !typescript.has(key)
  // What TypeScript makes run is not there yet when this engine sees the source; and our hints are not its own.
  expect([...new Set([...ours.keys(), ...theirs.keys()])].filter(differ)).toEqual([
    'src/search.ts:30',
    'src/search.ts:51',
  ])
})

/** Where a statement starts that only a transpiler makes. */
async function linesOfTypeScript(): Promise<Set<string>> {
  const lines = new Set<string>()
  for (const [name, text] of Object.entries(await project.readAll('src'))) {
    const found = findSites(text, { path: name })
    const statements = 'sites' in found ? found.sites.statements : []
    for (const { range, typescript } of statements) if (typescript) lines.add(`src/${name}:${range.start.line}`)
  }
  return lines
}

test('counts the same functions, under the same names', async () => {
  const [ours, theirs] = await Promise.all(
    ['tstrace-report', 'istanbul'].map(async (directory) => project.read(`${directory}/functions.txt`)),
  )
  expect(knownRows(theirs)).toEqual(knownRows(ours))
})

/** The functions that ran. Istanbul has no functions for what the language runs by itself, nor for private methods. */
function knownRows(text = ''): string[] {
  const unknown = /funcname: (?:.*\.)?(?:<[^.]*>|(?:[gs]et )?#\w+)(?:, at: [\d:]+)? {2}x/
  const [ran = ''] = text.split('\nfunctions called most:')
  return ran.split('\n').filter((row) => !unknown.test(row))
}

test('counts no callers', async () => {
  expect(project.has('istanbul/callers.txt')).toBe(false)
})

test.each([`trackcalls: true`, `print: ['callers']`])('refuses %s', async (option) => {
  await project.configure(`{ engine: 'istanbul', ${option} }`, '{}', 'refused.config.ts')
  const { status, messages } = await project.vitest(['--config=refused.config.ts'])
  expect(status).toBe(1)
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatch(/"(?:trackcalls|callers)".*\(engine-limit\)$/)
})
