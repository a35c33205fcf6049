import { expect } from 'vitest'
import { test } from '../store/directory.ts'
import { CountedProject, countScript } from './counted-project.ts'

const source = 'const prices = [3, 4]\nlet sum = 0\nfor (const price of prices) sum += price\n'
const listing = '    1: const prices = [3, 4]\n    1: let sum = 0\n    2: for (const price of prices) sum += price\n'

test.for([
  ['with it', '\uFEFF'],
  ['without it', ''],
])(
  'a file with a byte order mark is the same file, though a host hands it over %s',
  async ([, mark], { directory }) => {
    const project = new CountedProject(directory)
    project.write('src/sum.js', `\uFEFF${source}`)
    const { warnings } = await project.report(await countScript('src/sum.js', mark + source))
    expect(warnings).toEqual([])
    expect(project.read('tstrace-report/src/sum.js.cover')).toBe(listing)
  },
)

test('after an edit, a store warns until the present text was counted, and then no more', async ({ directory }) => {
  const project = new CountedProject(directory)
  const older = await countScript('src/sum.js', source)
  const edited = source.replace('4', '5')
  const newer = await countScript('src/sum.js', edited)
  const slugs = async (counts: typeof older): Promise<string[]> =>
    (await project.report(counts, { file: 'counts.jsonl' })).warnings.map(({ slug }) => slug)
  project.write('src/sum.js', source)
  expect(await slugs(older)).toEqual([])
  project.write('src/sum.js', edited)
  expect(await slugs([])).toEqual(['source-changed'])
  expect(await slugs(newer)).toEqual([])
  expect(await slugs([])).toEqual([])
  expect(project.read('tstrace-report/src/sum.js.cover')).toBe(listing.replace('4', '5'))
  project.write('src/sum.js', source)
  expect(await slugs([])).toEqual([])
})
