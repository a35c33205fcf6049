import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instrument } from '../../src/instrument/index.ts'
import type { FileCounts } from '../../src/model/counts.ts'
import type { FileSites } from '../../src/model/sites.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { loadedDice } from '../conformance/dice.ts'
import { Realm } from './realm.ts'
import { readCalls } from './run.ts'
import { type Tally, count, tallyLines } from './tally.ts'
import { tellingProgram } from './telling-program.ts'

/** The calls that a program says it makes, in their order, and whatever else it does. */
async function runSeeing(realm: Realm, code: string, atNote: () => void = () => {}): Promise<string[]> {
  Object.assign(realm.global, {
    seen: (caller: string, callee: string) => void realm.log.push(`${caller} -> ${callee}`),
    note: (what: unknown) => {
      realm.log.push(`note ${String(what)}`)
      atNote()
    },
    ignore: () => {},
  })
  await realm.run(code)
  return realm.log
}

function callsIn(log: string[]): string[] {
  // What says nothing of itself.
  const calls: Tally = { '<external> -> <module>': 1, '<module> -> main': 1 }
  for (const line of log) if (line.includes(' -> ')) count(calls, line)
  return tallyLines(calls)
}

/** `often`: counts are taken again and again while the program runs; it starts on the recorder that it brings. */
async function check(program: string, { often }: { often: boolean }): Promise<void> {
  const bare = await runSeeing(new Realm(), program)
  const { code, sites } = instrument(program, { path: 'shop.js', sourceType: 'script', map: false })
  const realm = new Realm()
  if (!often) realmRecorder(realm.global)
  const taken: FileCounts[] = []
  const take = (): void => void taken.push(...takeCounts(realmRecorder(realm.global)))
  expect(await runSeeing(realm, code, often ? take : undefined)).toEqual(bare)
  take()
  expect(realmRecorder(realm.global).c, 'who runs at the end').toBe(1)
  expect(readCalls(taken, { 'shop.js': sites as FileSites }).pairs).toEqual(callsIn(bare))
}

describe('random programs call what they say, and do in the same order what they do without probes', () => {
  const programs = fc
    .array(fc.nat({ max: 5039 }), { minLength: 50, maxLength: 600 })
    .map((list) => tellingProgram(loadedDice(list)))

  const numRuns = 200
  /** Milliseconds. */
  const limitPerProgram = 2000

  for (const often of [false, true]) {
    test(
      often ? 'also while counts are taken' : 'from start to end',
      async () => {
        await fc.assert(
          fc.asyncProperty(programs, (program) => check(program, { often })),
          { numRuns },
        )
      },
      numRuns * limitPerProgram,
    )
  }
})
