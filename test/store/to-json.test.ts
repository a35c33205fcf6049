import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toJson } from '../../src/store/to-json.ts'

test('the same text as JSON.stringify', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(toJson(value)).toBe(JSON.stringify(value))
    }),
  )
  const record = {
    path: 'src/"a".ts',
    sites: undefined,
    counts: [0, 2 ** 53, 1.5, 1e21],
    own: [null, ['\u2028\ud800']],
  }
  expect(toJson(record)).toBe(JSON.stringify(record))
})

test('whatever a program puts on prototypes', () => {
  const prototypes = [Object.prototype, Array.prototype, Number.prototype, String.prototype]
  for (const prototype of prototypes) Object.assign(prototype, { toJSON: () => 'replaced' })
  try {
    expect(toJson({ path: 'a.ts', counts: [1, [2]] })).toBe('{"path":"a.ts","counts":[1,[2]]}')
  } finally {
    for (const prototype of prototypes) delete (prototype as { toJSON?: unknown }).toJSON
  }
})
