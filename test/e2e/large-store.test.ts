/** A store larger than the longest text that Node can hold, in a process that could not hold a fifth of it. */
import { constants } from 'node:buffer'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { type CliProject, makeCliProject } from './cli-project.ts'

const files = 9_000
/** Half of them in front of the program's own. */
const names = Array.from(
  { length: files },
  (_, index) => `${index < files / 2 ? 'a' : 'z'}/${String(index).padStart(4, '0')}.js`,
)
const small = { env: { NODE_OPTIONS: '--max-old-space-size=100' } }

let project: CliProject

beforeAll(async () => {
  project = await makeCliProject({ 'main.js': 'const price = 3\nconsole.log(price)\n' })
  const store = createWriteStream(project.path('counts.jsonl'))
  store.write('{"tstrace":"store","version":1}\n')
  const context = 'x'.repeat(62_000)
  for (const name of names) {
    const line = `{"path":"${name}","hash":"c0ffee","plan":"t1","counts":[3,0],"callers":[["${context}",null]],"pairs":[[0,0,3]]}\n`
    if (!store.write(line)) await once(store, 'drain')
  }
  store.end('{"end":true}\n')
  await once(store, 'finish')
})

test('is added to, merged and reported', async () => {
  const size = (name: string): Promise<number> => stat(project.path(name)).then((found) => found.size)
  expect(await size('counts.jsonl')).toBeGreaterThan(constants.MAX_STRING_LENGTH)
  await project.tstrace(['--count', '--no-report', '--file', 'today.jsonl', 'main.js'])
  const run = await project.tstrace(['--count', '--no-report', '--file', 'counts.jsonl', 'main.js'], small)
  expect(run).toMatchObject({ status: 0, stdout: '3\n', stderr: '' })
  const merge = await project.tstrace(['merge', '-o', 'all.jsonl', 'counts.jsonl', 'today.jsonl'], small)
  expect(merge).toMatchObject({ status: 0, stderr: '' })
  expect(await size('all.jsonl')).toBeGreaterThan(constants.MAX_STRING_LENGTH)
  const report = await project.tstrace(['--report', '--count', '--file', 'all.jsonl'], small)
  expect(report).toMatchObject({ status: 0, stderr: expect.stringContaining(`and ${files - 5} more were counted`) })
  expect(await project.read('tstrace-report/main.js.cover')).toBe('    2: const price = 3\n    2: console.log(price)\n')
})
