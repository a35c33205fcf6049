/** Says that an instrumented script does what the bare one does, each in a realm of its own. */
import { inspect } from 'node:util'
import { expect } from 'vitest'
import { type InstrumentOptions, instrument } from '../../src/instrument/index.ts'
import { realmRecorder } from '../../src/runtime/recorder.ts'
import { Realm } from './realm.ts'

/** Its completion value or what it threw, and what it logged. */
function outcome(code: string, prepare: (realm: Realm) => void = () => {}): string[] {
  const realm = new Realm()
  prepare(realm)
  try {
    const value = inspect(realm.evaluate(code), { depth: 4 })
    return [...realm.log, `value ${value}`]
  } catch (error) {
    return [...realm.log, `threw ${String(error)}`]
  }
}

/** What code that brings no recorder along loads one by. */
function provideRecorder(realm: Realm): void {
  Object.defineProperty(realm.global, 'process', { value: { getBuiltinModule } })
}

function getBuiltinModule(): object {
  return { createRequire: () => () => ({ realmRecorder }) }
}

const ways: { options: Partial<InstrumentOptions>; prepare?: (realm: Realm) => void }[] = [
  { options: {}, prepare: (realm) => void realmRecorder(realm.global) },
  { options: {} },
  { options: { callers: false } },
  { options: { runtime: '/recorder.cjs' }, prepare: (realm) => void realmRecorder(realm.global) },
  { options: { runtime: '/recorder.cjs' }, prepare: provideRecorder },
]

export function traced(script: string, options: Partial<InstrumentOptions> = {}): string {
  const { code, warnings } = instrument(script, { path: 'shop.js', sourceType: 'script', map: false, ...options })
  expect(warnings).toEqual([])
  return code
}

/** Returns what the bare one does. */
export function expectInvisible(script: string): string[] {
  const bare = outcome(script)
  for (const { options, prepare } of ways) expect(outcome(traced(script, options), prepare), script).toEqual(bare)
  return bare
}
