import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'
import { expect } from 'vitest'
import type { FileCounts } from '../../src/model/counts.ts'
import { commitAddition, newAddition } from '../../src/store/addition.ts'
import { removeRunDirectory, writePart } from '../../src/store/parts.ts'
import { addWaiting, readStore, resumeUpdate, updateStore, waitsFor } from '../../src/store/store.ts'
import { isDead, isLive, newWriterId } from '../../src/store/writer.ts'
import { deadWriter } from './dead-writer.ts'
import { test } from './directory.ts'
import { cart } from './shop-records.ts'

/** How often the cart was added. */
async function timesIn(store: string): Promise<number | undefined> {
  const files: FileCounts[] = []
  for await (const file of readStore(store)) files.push(file)
  return files[0]?.counts[0]
}

/** A run that was killed, with its parts. */
function killedRun(directory: string): { run: string; directory: string } {
  const run = join(directory, `run-${deadWriter()}`)
  writePart(run, { run: 'run 1', testFile: null }, [cart()])
  writeFileSync(join(run, 'run.json'), '{}')
  return { run: 'run 1', directory: run }
}

/** It is killed when its counts are beside the store. */
async function keptOnly(store: string, origin: { run: string; directory: string }): Promise<string> {
  const killed = new Error('killed')
  const kept = updateStore(store, [cart()], { origin, onKept: () => Promise.reject(killed) })
  await expect(kept).rejects.toBe(killed)
  const directory = join(store, '..')
  const name = readdirSync(directory).find((one) => one.includes('.unmerged-'))!
  const dead = name.replace(/-(\d+)-\d+-(?=[0-9a-f]{12}$)/, `-${deadWriter().split('-')[1]}-1-`)
  renameSync(join(directory, name), join(directory, dead))
  return join(directory, dead)
}

test('an addition whose last step fails is one that waits, as before', async ({ directory }) => {
  const store = join(directory, 'shop.jsonl')
  await updateStore(store, [cart()])
  const addition = newAddition(store)
  await updateStore(addition.unmerged, [cart()])
  // Without its draft, nothing can take the store's place.
  await expect(commitAddition(store, addition)).rejects.toThrow('ENOENT')
  expect(readdirSync(directory).sort()).toEqual(['shop.jsonl', basename(addition.unmerged)].sort())
  expect(await addWaiting(store, addition.unmerged)).toMatchObject([{ slug: 'left-behind' }])
  expect(await timesIn(store)).toBe(2)
})

test('a run that was killed between its addition and its parts counts once, whoever comes next', async ({
  directory,
}) => {
  const store = join(directory, 'shop.jsonl')
  const origin = killedRun(directory)
  await keptOnly(store, origin)
  await updateStore(store, [cart()])
  expect(await timesIn(store)).toBe(2)
  expect(readdirSync(directory)).toEqual(['shop.jsonl'])
  // Who resumes it had read the parts before.
  await resumeUpdate(store, [cart()], { origin })
  expect(await timesIn(store)).toBe(2)
})

test('a run that is resumed finishes what it has begun, and does not add it again', async ({ directory }) => {
  const store = join(directory, 'shop.jsonl')
  const origin = killedRun(directory)
  await keptOnly(store, origin)
  await resumeUpdate(store, [cart()], { origin })
  expect(await timesIn(store)).toBe(1)
  expect(readdirSync(directory)).toEqual(['shop.jsonl'])
})

test('a run that is resumed adds its counts where it had not begun', async ({ directory }) => {
  const store = join(directory, 'shop.jsonl')
  const origin = killedRun(directory)
  await resumeUpdate(store, [cart()], { origin, onKept: () => removeRunDirectory(origin.directory, 'run 1') })
  expect(await timesIn(store)).toBe(1)
  expect(readdirSync(directory)).toEqual(['shop.jsonl'])
})

test('an addition names no directory to be emptied but that of a run', async ({ directory }) => {
  const store = join(directory, 'shop.jsonl')
  const mine = join(directory, 'mine')
  mkdirSync(mine)
  writeFileSync(join(mine, 'run.json'), '{}')
  await updateStore(`${store}.unmerged-${deadWriter()}`, [cart()], { origin: { run: 'run 1', directory: mine } })
  const waiting = await keptOnly(store, { run: 'run 1', directory: mine })
  await addWaiting(store, waiting)
  expect(existsSync(join(mine, 'run.json'))).toBe(true)
})

test('what waits is known by its name, and added from there once', async ({ directory }) => {
  const store = join(directory, 'shop.jsonl')
  const waiting = `${store}.unmerged-abcdef-1-0123456789ab`
  await updateStore(waiting, [cart()])
  expect(await waitsFor(store, waiting)).toBe(true)
  expect(await waitsFor(join(directory, 'other.jsonl'), waiting)).toBe(false)
  expect(await addWaiting(store, waiting)).toHaveLength(1)
  expect(await addWaiting(store, waiting)).toEqual([])
  expect(await timesIn(store)).toBe(1)
})

test('a store says nothing of the runs it came from', async ({ directory }) => {
  const origin = killedRun(directory)
  const [store, other] = [join(directory, 'shop.jsonl'), join(directory, 'other.jsonl')]
  await updateStore(store, [cart()], { origin })
  await updateStore(other, [cart()])
  expect(readFileSync(store)).toEqual(readFileSync(other))
})

test.runIf(process.platform === 'linux')('a number that another process has now is a dead one', () => {
  const own = newWriterId()
  const earlier = own.replace(/-\d+-(?=[0-9a-f]{12}$)/, '-1-')
  expect([isDead(own), isLive(own)]).toEqual([false, true])
  expect([isDead(earlier), isLive(earlier)]).toEqual([true, false])
})

test('a file of before, without the start of its process, is that of another machine', async ({ directory }) => {
  const store = join(directory, 'shop.jsonl')
  const old = `${store}.unmerged-123456-1-0123456789ab`
  await updateStore(old, [cart()])
  utimesSync(old, 1, 1)
  expect(await updateStore(store, [cart()])).toMatchObject([
    { message: expect.stringContaining('They were added now.') },
  ])
  expect(await timesIn(store)).toBe(2)
})
