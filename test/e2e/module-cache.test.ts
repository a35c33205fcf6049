/** Vitest 4, where the cache is asked for. In Vitest 5, where it is on: tarball.test.ts. */
import { join } from 'node:path'
import { test } from 'vitest'
import { configureCache, expectCacheToKeepApart, lookAt } from './module-cache.ts'
import { checkout, makeProject } from './project.ts'

test('a warm cache gives the same report, also of components, and serves no other kind of run', async () => {
  const project = await makeProject(join(checkout, 'test/fixtures/vue'), {
    'src/list.ts': 'export function list(names: string[]): string {\n  return names.map(String).join()\n}\n',
    'test/look.test.ts': `${lookAt('src/list.ts', 'list')}\ntest('lists', () => void list(['a', 'b']))`,
  })
  const cache = `experimental: { fsModuleCache: true, fsModuleCachePath: 'modules' }`
  await configureCache(project, `{ environment: 'happy-dom', ${cache} }`, true)
  await expectCacheToKeepApart(project)
})
