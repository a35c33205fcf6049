/** Components that a compiler turns into code, which is what is instrumented: positions and names are those of the .vue file. */
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { findDifferences, istanbulArguments, istanbulCounts, listedCounts } from './line-counts.ts'
import { type Project, checkout, makeProject, vueConfig } from './project.ts'

let project: Project

beforeAll(async () => {
  project = await makeProject(join(checkout, 'test/fixtures/vue'))
  await project.write({
    'behind.config.ts': vueConfig(`vue(), tstrace({ include: 'src/**' })`),
    'before.config.ts': vueConfig(`tstrace({ include: 'src/**', coverdir: 'before' }), vue()`),
    'plain.config.ts': vueConfig('vue()'),
  })
  expect(await project.vitest(['--config=behind.config.ts'])).toMatchObject({ status: 0, messages: [] })
})

test.each([
  'src/CartView.vue.cover',
  'src/PanelBox.vue.cover',
  'src/PriceTag.vue.cover',
  'functions.txt',
  'callers.txt',
])('%s is as expected', async (name) => {
  const report = await project.read(`tstrace-report/${name}`)
  await expect(report).toMatchFileSnapshot(join(checkout, 'test/fixtures/vue/expected', name))
})

test('the order of the plugins makes no difference', async () => {
  expect(await project.vitest(['--config=before.config.ts'])).toMatchObject({ status: 0, messages: [] })
  expect(await project.readAll('before')).toEqual(await project.readAll('tstrace-report'))
})

test('the other engine says once that it counts no components', async () => {
  await project.write({
    'istanbul.config.ts': vueConfig(`vue(), tstrace({ coverdir: 'istanbul', engine: 'istanbul' })`),
  })
  const { status, messages } = await project.vitest(['--config=istanbul.config.ts'])
  expect(status).toBe(0)
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatch(/such as "src\/\w+\.vue".*\(engine-limit\)$/)
  expect(await project.read('istanbul/src/money.ts.cover')).toBe(
    await project.read('tstrace-report/src/money.ts.cover'),
  )
})

test('lines are counted as often as by Istanbul', async () => {
  expect((await project.vitest(['--config=plain.config.ts', ...istanbulArguments])).status).toBe(0)
  expect(findDifferences(await listedCounts(project), await istanbulCounts(project))).toEqual([
    // A slot's text stands behind its opening tag, on the same line; what Istanbul counts has no position of its own.
    'src/CartView.vue:55 is undefined, Istanbul has 7',
    // The arm of a `v-if`. Four times there was nothing to show: to Istanbul that is an arm, too.
    'src/CartView.vue:64 is 3, Istanbul has 4',
    // `export default` is no statement; the compiler makes a variable of it.
    'src/PriceTag.vue:8 is undefined, Istanbul has 1',
  ])
})
