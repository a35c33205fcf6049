/** Beside `vitest --coverage`: neither changes what the other reports. */
import { cp, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { coverageSites, siteDifferences } from './coverage-sites.ts'
import { coverageArguments } from './line-counts.ts'
import { type HostVersion, hostProject, hostVersions } from './hosts.ts'
import { type Outcome, type Project, checkout, copyFolder, example, makeProject } from './project.ts'

type Provider = 'istanbul' | 'v8'
const providers: readonly Provider[] = ['istanbul', 'v8']

const plain = '--config=plain.config.ts'
/** What Vitest 4 always does with what V8 counted: by the syntax of what ran, not by the ranges. */
const bySyntax = '--coverage.experimentalAstAwareRemapping'

describe.each(hostVersions)('Vitest %s', (version) => {
  let project: Project

  beforeAll(async () => {
    project = await tillProject(version)
    expect(await project.vitest()).toMatchObject({ status: 0, messages: [] })
  })

  describe.each(providers)('with --coverage.provider=%s', (provider) => {
    let ownReport: Record<string, string>

    beforeAll(async () => {
      ownReport = await project.readAll('tstrace-report')
      const options = version === '3.2' && provider === 'v8' ? [bySyntax] : []
      expect((await run(project, provider, 'alone', [...options, plain])).status).toBe(0)
      // From the cache of a run without coverage, where there is one.
      expect(await run(project, provider, 'beside', options)).toMatchObject({ status: 0, messages: [] })
    })

    test('our report is what it is without coverage', async () => {
      expect(await project.readAll('tstrace-report')).toEqual(ownReport)
    })

    test('the report of coverage is what it is without tstrace', async () => {
      const alone = await coverageSites(project, `alone-${provider}`)
      expect(alone.length).toBeGreaterThan(500)
      const differences = siteDifferences(alone, await coverageSites(project, `beside-${provider}`))
      expect(differences).toEqual(accepted(version, provider))
    })
  })

  test('of our files those that run are not in the report of coverage, also where we lie among the sources', async () => {
    const vendored = { recursive: true, verbatimSymlinks: true }
    await cp(await realpath(project.path('node_modules/tstrace')), project.path('vendor/tstrace'), vendored)
    await project.write({
      'vendored.config.ts': `
        import tstrace from './vendor/tstrace/dist/vitest-plugin/index.js'
        export default { plugins: [tstrace({ coverdir: 'vendored-report' })] }`,
      'vendor/tstrace/src/part.js': 'export const part = 1\n',
      'test/part.test.js': `
        import { expect, test } from 'vitest'
        import { part } from '../vendor/tstrace/src/part.js'
        test('is a source', () => expect(part).toBe(1))`,
    })
    const syntax = version === '3.2' ? [bySyntax] : []
    const args = ['--config=vendored.config.ts', ...coverageArguments('v8', 'vendored', '**/*.{js,mts}'), ...syntax]
    expect(await project.vitest(args)).toMatchObject({ status: 0, messages: [] })
    const files = new Set((await coverageSites(project, 'vendored')).map((site) => site.split(' ')[0]))
    expect([...files].sort()).toEqual(['src/till/discount.js', 'vendor/tstrace/src/part.js'])
  })
})

const untested = {
  'src/small.ts': 'export const small = 1\n',
  'src/choose.ts': 'export function choose(n: number): number {\n  if (n > 3) {\n    return 0\n  }\n  return n\n}\n',
  'src/Card.vue': `<script setup lang="ts">
import { ref } from 'vue'
const count = ref(1)
function up(): void { count.value++ }
</script>
<template><button @click="up">{{ count }}</button></template>
`,
}

describe.each(hostVersions)('Vitest %s, files that no test loads', (version) => {
  test.each(providers)('are in the report of %s what they are without tstrace', async (provider) => {
    const project = await hostProject(version, join(checkout, 'test/fixtures/shop'), untested)
    const vue = `import vue from '@vitejs/plugin-vue'\n`
    await project.write({
      'plain.config.ts': `${vue}export default { plugins: [vue()] }`,
      'vitest.config.ts': `${vue}import tstrace from 'tstrace/vitest'\nexport default { plugins: [vue(), tstrace()] }`,
    })
    await run(project, provider, 'alone', [plain])
    const { messages } = await run(project, provider, 'beside')
    // Without the syntax, what tests load has other branches.
    const isMixed = version === '3.2' && provider === 'v8'
    expect(messages).toEqual(isMixed ? [expect.stringMatching(/AstAwareRemapping.*\(mixed-coverage\)$/)] : [])
    const [alone, beside] = await Promise.all(['alone', 'beside'].map((name) => untestedSites(project, name, provider)))
    expect(new Set(alone?.map((site) => site.split(' ')[0]))).toEqual(new Set(Object.keys(untested)))
    expect(beside).toEqual(alone)
  })
})

async function untestedSites(project: Project, directory: string, provider: Provider): Promise<string[]> {
  const sites = await coverageSites(project, `${directory}-${provider}`)
  return sites.filter((site) => Object.keys(untested).some((path) => site.startsWith(`${path} `))).sort()
}

// This checkout has Vite 7, and esbuild.
test.each(providers)(
  'functions in functions are what they are without tstrace, behind esbuild: %s',
  async (provider) => {
    const project = await makeProject(join(checkout, 'test/fixtures/shop'), {
      'plain.config.ts': 'export default {}',
      'vitest.config.ts': `import tstrace from 'tstrace/vitest'\nexport default { plugins: [tstrace()] }`,
      'src/nested.ts': `export function used(n: number): number {
  const base: number = 2
  function inner(x: number): number {
    return x * base
  }
  if (n > 3) return 0
  async function later(): Promise<number> { return 1 }
  function second<T>({ a, b = 2 }: { a: number; b?: number } = { a: 1 }): T {
    const sum = a + b
    return deep() as T
    function deep() { return sum }
  }
  return inner(n) + second<number>() - later.length
}
`,
      'test/nested.test.ts': `
      import { expect, test } from 'vitest'
      import { used } from '../src/nested'
      test('used', () => expect(used(1)).toBe(5))`,
    })
    await run(project, provider, 'alone', [plain])
    expect(await run(project, provider, 'beside')).toMatchObject({ status: 0, messages: [] })
    expect(await run(project, provider, 'reporter', [plain, '--reporter=tstrace'])).toMatchObject({ messages: [] })
    const [alone, ...others] = await Promise.all(
      ['alone', 'beside', 'reporter'].map((name) => coverageSites(project, `${name}-${provider}`)),
    )
    for (const sites of others) expect(siteDifferences(alone!, sites)).toEqual([])
  },
)

// V8's ranges are branches then, and around ours there are more of them.
test("Vitest 3.2, by V8's ranges: lines that never ran are the same", async () => {
  const project = await tillProject('3.2')
  await run(project, 'v8', 'alone', [plain])
  await run(project, 'v8', 'beside')
  const [alone, beside] = [await missing(project, 'alone-v8'), await missing(project, 'beside-v8')]
  expect(alone.length).toBeGreaterThan(5)
  expect(beside).toEqual(alone)
})

async function missing(project: Project, directory: string): Promise<string[]> {
  const sites = await coverageSites(project, directory)
  return sites.filter((site) => / statement \S+ x0$/.test(site)).sort()
}

async function tillProject(version: HostVersion): Promise<Project> {
  const project = await hostProject(version, example)
  await copyFolder(join(checkout, 'test/fixtures/till'), project.directory)
  await project.configure(null, '{}', 'plain.config.ts')
  return project
}

function run(project: Project, provider: Provider, directory: string, args: string[] = []): Promise<Outcome> {
  return project.vitest([...coverageArguments(provider, `${directory}-${provider}`), ...args])
}

/** What can't be mended, and why. */
function accepted(version: HostVersion, provider: Provider): string[] {
  return differences
    .filter((one) => one.versions.includes(version) && (one.providers ?? providers).includes(provider))
    .flatMap(({ sites }) => sites)
    .sort()
}

interface Accepted {
  versions: readonly HostVersion[]
  providers?: readonly Provider[]
  sites: readonly string[]
}

const oxc: readonly HostVersion[] = ['5.1', '4.1']

const differences: readonly Accepted[] = [
  // oxc puts a member of an enum in its place as a literal, which it does not map: the arm is where the parameter is.
  {
    versions: oxc,
    providers: ['istanbul'],
    sites: [
      '- src/tax.ts default-arg 29:36-29:83 (29:36-29:83 x0)',
      '+ src/tax.ts default-arg 29:36-29:83 (29:57-29:83 x0)',
    ],
  },
  {
    versions: oxc,
    providers: ['v8'],
    sites: [
      '- src/tax.ts default-arg 29:36-29:83 (29:36-29:83 x4)',
      '+ src/tax.ts default-arg 29:36-29:83 (29:57-29:83 x4)',
    ],
  },
  // Nor does it map where an arrow function starts.
  {
    versions: oxc,
    sites: [
      '- src/till/till.ts function (anonymous) 27:73-27:86 27:86-27:115 x1',
      '+ src/till/till.ts function (anonymous) 27:80-27:86 27:86-27:115 x1',
    ],
  },
  {
    versions: oxc,
    providers: ['istanbul'],
    sites: [
      '- src/till/till.ts default-arg 27:73-27:115 (27:73-27:115 x4)',
      '+ src/till/till.ts default-arg 27:73-27:115 (27:80-27:115 x4)',
    ],
  },
  // Vite 7 writes an imported name as `(0, x.name)`, and has no such parenthesis in its map either.
  {
    versions: ['3.2'],
    providers: ['v8'],
    sites: [
      '- src/cart.ts cond-expr 50:21-50: (50:21-50:48 x1, 50:48-50: x0)',
      '+ src/cart.ts cond-expr 50:21-50: (50:28-50:48 x1, 50:48-50: x0)',
      '- src/cart.ts function (anonymous) 59:23-59:24 59:44-59:104 x2',
      '+ src/cart.ts function (anonymous) 59:23-59:24 59:50-59:104 x2',
      '- src/cart.ts statement 59:44-59:104 x2',
      '+ src/cart.ts statement 59:50-59:104 x2',
      '- src/coupon-parser.ts cond-expr 33:11-33: (33:26-33:45 x1, 33:45-33: x5)',
      '+ src/coupon-parser.ts cond-expr 33:11-33: (33:30-33:45 x1, 33:45-33: x5)',
      '- src/coupon-parser.ts cond-expr 53:11-53: (53:29-53:54 x3, 53:50-53: x3)',
      '+ src/coupon-parser.ts cond-expr 53:11-53: (53:33-53:54 x3, 53:54-53: x3)',
      '- src/payments.ts statement 7:11-7: x5',
      '+ src/payments.ts statement 7:26-7: x5',
      '- src/till/till.ts default-arg 27:23-27:49 (27:23-27:49 x4)',
      '+ src/till/till.ts default-arg 27:23-27:49 (27:29-27:49 x4)',
      '- src/till/till.ts statement 11:18-11: x1',
      '+ src/till/till.ts statement 11:26-11: x1',
      '- src/till/till.ts statement 13:2-13: x4',
      '+ src/till/till.ts statement 13:10-13: x4',
    ],
  },
  // V8's count of a `throw` without braces begins behind its first character, where Vitest 3 does not look for it.
  {
    versions: ['3.2'],
    providers: ['v8'],
    sites: ['- src/payments.ts statement 11:21-11: x4', '+ src/payments.ts statement 11:21-11: x1'],
  },
  // A default value that is a function is counted by V8 as often as that is called.
  {
    versions: ['3.2'],
    providers: ['v8'],
    sites: [
      '- src/till/till.ts default-arg 27:73-27:115 (27:80-27:115 x1)',
      '+ src/till/till.ts default-arg 27:73-27:115 (27:80-27:115 x4)',
      '- src/till/discount.js default-arg 27:35-27:58 (27:42-27:58 x2)',
      '+ src/till/discount.js default-arg 27:35-27:58 (27:42-27:58 x1)',
    ],
  },
  {
    versions: oxc,
    providers: ['v8'],
    sites: [
      '- src/till/till.ts default-arg 27:73-27:115 (27:73-27:115 x1)',
      '+ src/till/till.ts default-arg 27:73-27:115 (27:80-27:115 x4)',
      '- src/till/discount.js default-arg 27:35-27:58 (27:42-27:58 x2)',
      '+ src/till/discount.js default-arg 27:35-27:58 (27:42-27:58 x1)',
    ],
  },
  // What starts with `await` starts with our parenthesis, and no transpiler maps those.
  {
    versions: hostVersions,
    sites: [
      '- src/till/till.ts statement 61:22-61: x4',
      '+ src/till/till.ts statement 61:14-61: x4',
      '- src/till/till.ts binary-expr 61:22-61: (61:22-61:45 x4, 61:45-61: x3)',
      '+ src/till/till.ts binary-expr 61:14-61: (61:22-61:45 x4, 61:45-61: x3)',
    ],
  },
  // In plain JavaScript, `=> (...)` ends before its last parenthesis as a statement, and behind it as a function.
  {
    versions: hostVersions,
    sites: [
      '- src/till/discount.js function (anonymous) 10:9-10:10 10:21-10:66 x1',
      '+ src/till/discount.js function (anonymous) 10:9-10:10 10:21-10: x1',
    ],
  },
]
