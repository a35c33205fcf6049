import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { build } from 'tsdown'
import { afterAll, beforeAll, expect } from 'vitest'
import { readStore } from '../../src/store/store.ts'
import { test } from './directory.ts'

let built: string

// Node 20 can't run TypeScript by itself.
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'tstrace-shop-run-'))
  const entry = join(import.meta.dirname, 'shop-run.entry.ts')
  await build({
    entry: [entry],
    outDir: built,
    platform: 'node',
    config: false,
    dts: false,
    logLevel: 'silent',
    deps: { alwaysBundle: [/./], onlyBundle: false },
  })
})
afterAll(() => rm(built, { recursive: true }))

function startRun(store: string, times: number, files: number): ChildProcess {
  return spawn(process.execPath, [join(built, 'shop-run.entry.mjs'), store, `${times}`, `${files}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** How often each file was counted in the store. */
async function countsOf(store: string): Promise<number[]> {
  const counts: number[] = []
  for await (const file of readStore(store)) counts.push(file.counts[0]!)
  return counts
}

test('eight processes add to one store at once, and nothing is lost', { timeout: 60_000 }, async ({ directory }) => {
  const store = join(directory, 'shop.jsonl')
  const runs = Array.from({ length: 8 }, () => startRun(store, 5, 3))
  const codes = await Promise.all(runs.map(async (run) => (await once(run, 'exit'))[0]))
  expect(codes).toEqual(Array(8).fill(0))
  expect(await countsOf(store)).toEqual([40, 40, 40])
  expect(readdirSync(directory)).toEqual(['shop.jsonl'])
})

test(
  'a process killed while it writes leaves the old store whole, or the new one',
  { timeout: 60_000 },
  async ({ directory }) => {
    const [store, files] = [join(directory, 'shop.jsonl'), 4000]
    let before = 0
    for (const delay of [0, 10, 25, 45, 70, 100]) {
      const run = startRun(store, 1000, files)
      await once(run.stdout!, 'data')
      await setTimeout(delay)
      run.kill('SIGKILL')
      await once(run, 'exit')
      const counts = await countsOf(store)
      expect(counts).toHaveLength(files)
      expect(new Set(counts).size).toBe(1)
      expect(counts[0]).toBeGreaterThan(before)
      before = counts[0]!
      rmSync(`${store}.lock`, { recursive: true, force: true })
    }
  },
)

test('a reader never sees half a store', { timeout: 60_000 }, async ({ directory }) => {
  const store = join(directory, 'shop.jsonl')
  const run = startRun(store, 30, 200)
  const exit = once(run, 'exit')
  await once(run.stdout!, 'data')
  const seen: string[] = []
  for (let reads = 0; run.exitCode === null; reads++) {
    const text = readFileSync(store, 'utf8')
    if (!text.endsWith('\n{"end":true}\n')) seen.push(text.slice(-40))
    await setTimeout(1)
  }
  await exit
  expect(seen).toEqual([])
})
