/** Random programs: whatever the mixture, every site is counted as often as Istanbul counts it. */
import { createContext, runInContext } from 'node:vm'
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { expect, test } from 'vitest'
import { instrument } from '../../src/instrument/index.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { findSites } from '../../src/source/plan.ts'
import { differences } from './compare.ts'
import { extraSites } from './extras.ts'
import { askIstanbul } from './oracle.ts'
import { dice, randomProgram } from './random-program.ts'
import { istanbulSites, ourSites } from './site-keys.ts'

const path = 'random.js'
const programs = 100

async function run(code: string, seed: number): Promise<{ log: string[]; realm: Record<string, unknown> }> {
  const log: string[] = []
  const roll = dice(seed)
  let calls = 0
  const tick = (n: unknown): unknown => {
    if (++calls > 2000) throw new Error('enough')
    log.push(typeof n === 'number' ? String(n) : typeof n)
    return roll(3)
  }
  const fail = (n: unknown): unknown => {
    if (roll(4) === 0) throw new Error(`failed ${n}`)
    return tick(n)
  }
  const scope = { t: tick, f: fail, log: (text: string) => log.push(text) }
  const realm = await new Promise<Record<string, unknown>>((resolve) => {
    const context = createContext({
      ...scope,
      done: () => resolve(runInContext('globalThis', context) as Record<string, unknown>),
    })
    runInContext(code, context)
  })
  return { log, realm }
}

async function check(seed: number): Promise<string[]> {
  const text = randomProgram(seed)
  const found = findSites(text, { path, sourceType: 'script' })
  if (!('sites' in found)) return [`seed ${seed}: ${found.message}`]
  const extras = extraSites(text, path, found.sites, 'script')
  const bare = await run(text, seed)
  const istanbul = await run(askIstanbul(text, path, false).code, seed)
  const coverage = (istanbul.realm['__coverage__'] as Record<string, FileCoverageData>)[path] as FileCoverageData
  const problems = istanbul.log.join() === bare.log.join() ? [] : ['Istanbul runs another program']
  for (const callers of [true, false]) {
    const traced = await run(instrument(text, { path, sourceType: 'script', callers }).code, seed)
    if (traced.log.join() !== bare.log.join()) problems.push(`another program, callers ${callers}`)
    const recorder = realmRecorder(traced.realm)
    if (recorder.c !== 1) problems.push('somebody is still running')
    const ours = ourSites(found.sites, takeCounts(recorder)[0]?.counts)
    problems.push(...differences({ text, ours, theirs: istanbulSites(coverage), extras }))
  }
  return problems.map((problem) => `seed ${seed}: ${problem}`)
}

test('random programs', { timeout: 60_000 }, async () => {
  const problems: string[] = []
  for (let seed = 0; seed < programs; seed++) problems.push(...(await check(seed)))
  expect(problems.slice(0, 20)).toEqual([])
})
