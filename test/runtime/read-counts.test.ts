import { expect, test } from 'vitest'
import { type InstrumentOptions, instrument, readCounts } from '../../src/instrument/index.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { Realm } from '../instrument/realm.ts'

const path = 'till.js'
/** `price` is called by five functions in turn, so that its callers do not fit into the slots at its counter. */
const till = `
function price(item) { return item.length }
const first = (item) => price(item)
const second = (item) => price(item)
const third = (item) => price(item)
const fourth = (item) => price(item)
for (let day = 0; day < 300; day++) for (const sell of [first, second, third, fourth, price]) sell('tea')
for (let day = 0; day < 3; day++) first('cake')
`

async function sell(recorder: 'ours' | 'brought along', options: Partial<InstrumentOptions> = {}) {
  const { code, sites } = instrument(till, { path, sourceType: 'script', ...options })
  const realm = new Realm()
  if (recorder === 'ours') realmRecorder(realm.global)
  await realm.run(code)
  const countsByName = (): Record<string, number | undefined> => {
    const [file] = readCounts(realm.global, options.recorder)
    return Object.fromEntries(sites!.functions.map(({ name, counter }) => [name, file?.counts[counter]]))
  }
  return { realm, countsByName }
}

const expected = { '<module>': 1, price: 1503, first: 303, second: 300, third: 300, fourth: 300 }

test.each(['ours', 'brought along'] as const)('all callers of a function add up (recorder: %s)', async (recorder) => {
  for (const callers of [true, false])
    expect((await sell(recorder, { callers })).countsByName(), `callers: ${callers}`).toMatchObject(expected)
})

test('reading resets nothing, and gives what the report gets', async () => {
  const { realm, countsByName } = await sell('ours')
  expect(countsByName()).toEqual(countsByName())
  const read = readCounts(realm.global)
  const taken = takeCounts(realmRecorder(realm.global))
  expect(read).toEqual(taken.map(({ path: file, hash, counts }) => ({ path: file, hash, counts })))
  expect(countsByName()).toMatchObject({ price: 0, first: 0 })
})

test('a recorder that another one took over from keeps its counts', async () => {
  const { realm, countsByName } = await sell('brought along')
  realmRecorder(realm.global)
  expect(countsByName()).toMatchObject(expected)
})

test('a recorder of its own is read by its symbol', async () => {
  const { realm, countsByName } = await sell('brought along', { recorder: 'till.recorder' })
  expect(countsByName()).toMatchObject(expected)
  expect(readCounts(realm.global)).toEqual([])
})

test('a realm where nothing was instrumented has no counts', () => {
  expect(readCounts({})).toEqual([])
})
