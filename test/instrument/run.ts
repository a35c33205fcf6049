/** Runs small programs, bare and instrumented, each in a realm of its own, and says who called whom. */
import { expect } from 'vitest'
import { type InstrumentOptions, instrument } from '../../src/instrument/index.ts'
import type { FileCounts } from '../../src/model/counts.ts'
import type { FileSites } from '../../src/model/sites.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { Realm } from './realm.ts'
import { pairsByStack } from './stack-oracle.ts'
import { type Tally, count, tallyLines } from './tally.ts'

export interface Calls {
  /** `caller -> callee`, with how often: ` x3`. */
  pairs: string[]
  /** How often each function was called, by name. */
  functions: Tally
}

export async function runBare(program: string): Promise<string[]> {
  const realm = new Realm()
  await realm.run(program)
  return realm.log
}

/** `adopt`: the program runs on the recorder that it makes for itself, and ours takes over afterwards. */
export async function runTraced(
  program: string,
  { adopt = false, ...options }: Partial<InstrumentOptions> & { adopt?: boolean } = {},
): Promise<Calls & { log: string[]; sites: FileSites }> {
  const { code, sites, warnings } = instrument(program, { path: 'shop.js', sourceType: 'script', ...options })
  expect(warnings).toEqual([])
  const realm = new Realm()
  if (!adopt) realmRecorder(realm.global)
  await realm.run(code)
  const recorder = realmRecorder(realm.global)
  expect(recorder.c, 'who runs at the end: whoever ran at the start').toBe(1)
  return {
    ...readCalls(takeCounts(recorder), { 'shop.js': sites as FileSites }),
    log: realm.log,
    sites: sites as FileSites,
  }
}

/** Functions by their names, namesakes added up; contexts by theirs. */
export function readCalls(taken: FileCounts[], sites: Record<string, FileSites>): Calls {
  const pairs: Tally = {}
  const functions: Tally = {}
  const nameOf = (path: string, counter: number): string =>
    sites[path]?.functions.find((one) => one.counter === counter)?.name ?? `${path}:${counter}`
  for (const file of taken) {
    for (const pair of file.pairs) {
      const from = 'context' in pair.caller ? pair.caller.context : nameOf(pair.caller.path, pair.caller.function)
      count(pairs, `${from} -> ${nameOf(file.path, pair.callee)}`, pair.count)
    }
    for (const { name, counter } of sites[file.path]?.functions ?? []) count(functions, name, file.counts[counter])
  }
  return { pairs: tallyLines(pairs), functions }
}

/**
 * Checks a program's calls, one a line; the call of its top level, from outside, is not listed. Also checks that the
 * program does what it does without probes, and that all ways of recording agree. `byStack`: the calls that the stack
 * shows, where it shows others. The test says why.
 */
export async function expectCallers(
  program: string,
  expected: string,
  { byStack = expected }: { byStack?: string } = {},
): Promise<void> {
  const pairs = listPairs(expected)
  const traced = await runTraced(program)
  expect(traced.pairs).toEqual(pairs)
  const asked = await pairsByStack(program, traced.sites)
  expect(asked.pairs, 'by asking the stack').toEqual(listPairs(byStack))
  const adopted = await runTraced(program, { adopt: true })
  expect(adopted.pairs, 'by the recorder that the file brings').toEqual(pairs)
  const counted = await runTraced(program, { callers: false })
  expect(counted.functions, 'without callers').toEqual(traced.functions)
  const bare = await runBare(program)
  for (const run of [traced, adopted, counted]) expect(run.log, 'what the program does').toEqual(bare)
}

function listPairs(lines: string): string[] {
  const pairs = lines.split('\n').map((line) => line.trim())
  return ['<external> -> <module>', ...pairs.filter((line) => line !== '')].sort()
}
