/** tsx and `tstrace/register` in one process, whichever comes first. */
import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CliProject, makeCliProject, nodeOf } from './cli-project.ts'
import { installOnce } from './installed.ts'

const orders = ['--import=tsx --import=tstrace/register', '--import=tstrace/register --import=tsx']
const files = {
  'package.json': '{}',
  // Node cannot run it, and only tsx knows `__filename` beside `import`.
  'src/a.ts': `import { helper } from './lib'
enum Level { Low = 1 }
class Cart {
  constructor(readonly level: Level) {}
  add(n: number): Cart {
    if (n < 0) throw new Error('negative')
    return this
  }
}
function never(): number { return 1 }
new Cart(Level.Low).add(2).add(helper(3))
console.log(__filename.length > 3)
try { new Cart(1).add(-1) } catch (error) { console.log((error as Error).stack!.split('\\n')[1]) }
`,
  'src/lib.ts': 'export const helper = (x: number): number => { return x + 1 }\n',
}

test.each([22, 24])('Node %i counts what tsx compiles, in both orders and module systems', async (major) => {
  const project = await makeCliProject(files, undefined, await nodeOf(major))
  await symlink(join(await installOnce(['tsx@4.23.15']), 'node_modules/tsx'), project.path('node_modules/tsx'))
  const bare = await project.run(['--import=tsx', 'src/a.ts'])
  expect(bare.stdout).toContain('src/a.ts:6:')
  for (const order of orders) expect(await runInOrder(project, order)).toEqual(bare)
  const source = files['src/a.ts'].replace('__filename', 'import.meta.url')
  await project.write({ 'package.json': '{ "type": "module" }', 'src/a.ts': source })
  for (const order of orders) expect(await runInOrder(project, order)).toEqual(bare)
})

async function runInOrder(project: CliProject, order: string): Promise<object> {
  const options = { env: { TSTRACE_OPTIONS: '-c --coverdir rep' } }
  const outcome = await project.run([...order.split(' '), 'src/a.ts'], options)
  const [cart, lib] = [await project.read('rep/src/a.ts.cover'), await project.read('rep/src/lib.ts.cover')]
  expect([cart, lib].join('')).toMatch(
    / 3: {5}if \(n < 0\).*\n {4}2: {5}return this\n[^]* {7}function never.*\n[^]*1: export const helper/,
  )
  await rm(project.path('rep'), { recursive: true })
  return outcome
}
