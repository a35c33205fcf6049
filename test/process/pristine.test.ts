import { expect, test } from 'vitest'
import { hold } from '../../src/process/held.ts'
import { pristine } from '../../src/process/built-ins.ts'
import { createPristine } from '../../src/process/pristine.ts'

/** Not with the real ones: the test runner lives in this realm. */
function held(holder: object, keys: string[]): ReturnType<typeof createPristine> {
  return createPristine(hold(holder, keys, null))
}

function throwReplaced(): never {
  throw new Error('replaced')
}

test('work finds what was there at the start, and the program what it put there', () => {
  const holder: Record<string, unknown> = { kept: 1, replaced: 2, deleted: 3 }
  const run = held(holder, ['kept', 'replaced', 'deleted', 'absent'])
  Object.defineProperty(holder, 'replaced', { get: () => 'mine', configurable: true, enumerable: true })
  delete holder['deleted']
  holder['absent'] = 'added'
  expect(run(() => ({ ...holder }))).toEqual({ kept: 1, replaced: 2, deleted: 3 })
  expect({ ...holder }).toEqual({ kept: 1, replaced: 'mine', absent: 'added' })
})

test('also when work throws, and with work inside of work', () => {
  const holder = { name: 'first' }
  const run = held(holder, ['name'])
  holder.name = 'second'
  expect(() =>
    run(() => {
      run(() => {})
      throw new Error(holder.name)
    }),
  ).toThrow('first')
  expect(holder.name).toBe('second')
})

test('what throws when it is read, or can only be written, is replaced too', () => {
  const holder: Record<string, unknown> = { thrower: 1, sealed: 2 }
  const run = held(holder, ['thrower', 'sealed'])
  Object.defineProperty(holder, 'thrower', { get: throwReplaced, configurable: true })
  holder['sealed'] = 'mine'
  Object.defineProperty(holder, 'sealed', { configurable: false })
  expect(run(() => [holder['thrower'], holder['sealed']])).toEqual([1, 2])
  expect(() => holder['thrower']).toThrow('replaced')
  expect(holder['sealed']).toBe('mine')
})

test('hides what is on all objects and arrays, and nothing else that was added', () => {
  const objects = Object.prototype as { encoding?: unknown }
  const arrays = Array.prototype as { toJSON?: unknown; polyfill?: unknown }
  objects.encoding = 'none'
  arrays.toJSON = () => 'replaced'
  arrays.polyfill = 1
  try {
    const seen = pristine(() => ['encoding' in {}, JSON.stringify([1]), 'polyfill' in []])
    expect(seen).toEqual([false, '[1]', true])
    expect(['encoding' in {}, JSON.stringify([1])]).toEqual([true, '"replaced"'])
  } finally {
    delete objects.encoding
    delete arrays.toJSON
    delete arrays.polyfill
  }
})

test('the built-ins that programs replace', () => {
  const { stringify } = JSON
  const { Map: OldMap } = globalThis
  const arrays: { push: unknown } = Array.prototype
  const { push } = arrays
  JSON.stringify = () => ''
  globalThis.Map = WeakMap as unknown as MapConstructor
  arrays.push = () => 0
  let seen: unknown[]
  try {
    seen = pristine(() => [JSON.stringify, Map, arrays.push])
  } finally {
    JSON.stringify = stringify
    globalThis.Map = OldMap
    arrays.push = push
  }
  expect(seen).toEqual([stringify, OldMap, push])
})
