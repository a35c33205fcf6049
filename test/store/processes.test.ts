import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'
import type { FileCounts } from '../../src/model/counts.ts'
import { readStore, updateStore } from '../../src/store/store.ts'
import { test } from './directory.ts'
import { useEntry } from './entries.ts'
import { cart } from './shop-records.ts'

const shopRun = useEntry('shop-run')

function startRun(...given: [store: string, times: number, files: number, death?: number]): ChildProcess {
  return spawn(process.execPath, [shopRun(), ...given.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** How often each file was counted in the store. */
async function countsOf(store: string): Promise<number[]> {
  const counts: number[] = []
  for await (const file of readStore(store)) counts.push(file.counts[0]!)
  return counts
}

test('eight processes add to one store at once, and nothing is lost', async ({ directory }) => {
  const store = join(directory, 'shop.jsonl')
  const runs = Array.from({ length: 8 }, () => startRun(store, 5, 3))
  const codes = await Promise.all(runs.map(async (run) => (await once(run, 'exit'))[0]))
  expect(codes).toEqual(Array(8).fill(0))
  expect(await countsOf(store)).toEqual([40, 40, 40])
  expect(readdirSync(directory)).toEqual(['shop.jsonl'])
})

test('a process killed at any moment leaves the store whole, and no litter that grows', async ({ directory }) => {
  const [store, files, kills] = [join(directory, 'shop.jsonl'), 300, 20]
  let added = 0
  for (let kill = 1; kill <= kills; kill++) {
    const run = startRun(store, 1000, files)
    run.stdout!.on('data', (text: Buffer) => (added += text.toString().split('added').length - 1))
    await once(run.stdout!, 'data')
    await setTimeout(Math.random() * 60)
    run.kill('SIGKILL')
    await once(run, 'close')
    const counts = await countsOf(store)
    expect(counts).toHaveLength(files)
    expect(new Set(counts).size).toBe(1)
    expect(counts[0]).toBeGreaterThanOrEqual(added)
    expect(counts[0]).toBeLessThanOrEqual(added + kill)
    expect(readdirSync(directory).length).toBeLessThanOrEqual(4)
    rmSync(`${store}.lock`, { recursive: true, force: true })
  }
  await once(startRun(store, 1, files), 'exit')
  expect((await countsOf(store))[0]).toBeLessThanOrEqual(added + kills + 1)
  expect(readdirSync(directory)).toEqual(['shop.jsonl'])
})

test('a process killed between any two steps adds once or not at all', async ({ directory }) => {
  const [shop, steps]: [FileCounts[], string[]] = [[cart({ path: 'src/cart-00000.ts', counts: [1, 2, 3] })], []]
  while (steps.at(-1) !== 'added') {
    const store = join(directory, `${steps.length}`, 'shop.jsonl')
    await updateStore(store, shop)
    const run = startRun(store, 1, 1, steps.length + 1)
    const [said] = (await once(run.stdout!, 'data')) as [Buffer]
    await once(run, 'close')
    rmSync(`${store}.lock`, { recursive: true, force: true })
    await updateStore(store, shop)
    // From its first rename on, its counts are ready, and count.
    const times = steps.includes('dies before rename') ? 3 : 2
    steps.push(said.toString().trim())
    expect(await countsOf(store), `after: ${steps.join(', ')}`).toEqual([times])
    expect(readdirSync(join(store, '..'))).toEqual(['shop.jsonl'])
  }
  expect(steps.filter((step) => step === 'dies before rename')).toHaveLength(3)
})

test('a reader never sees half a store', async ({ directory }) => {
  const store = join(directory, 'shop.jsonl')
  const run = startRun(store, 30, 200)
  const exit = once(run, 'exit') as Promise<[code: number | null]>
  await once(run.stdout!, 'data')
  const [versions, halves]: [Set<number>, string[]] = [new Set(), []]
  while (run.exitCode === null) {
    const text = readFileSync(store, 'utf8')
    versions.add(statSync(store).mtimeMs)
    if (!/\n\{"end":true[^\n]*\}\n$/.test(text)) halves.push(text.slice(-40))
    await setTimeout(1)
  }
  expect((await exit)[0]).toBe(0)
  expect(halves).toEqual([])
  expect(versions.size, 'stores that were read while they were replaced').toBeGreaterThan(1)
})
