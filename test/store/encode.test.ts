import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CallerNumbers } from '../../src/model/caller-numbers.ts'
import type { FileCounts } from '../../src/model/counts.ts'
import { decodeFile } from '../../src/store/decode.ts'
import { encodeFile } from '../../src/store/encode.ts'
import { caller, record, recordWithSites } from './arbitraries.ts'
import { basket, cart, cartTotal, price, withField } from './shop-records.ts'

describe('a record as a line', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.oneof(record, recordWithSites),
        (file) => void expect(decodeFile(JSON.parse(encodeFile(file)))).toEqual(file),
      ),
    )
  })

  test('has no newline, whatever the names', () => {
    fc.assert(fc.property(record, (file) => !encodeFile(file).includes('\n')))
  })

  test('names each caller once', () => {
    const file = price({ pairs: [0, 1].map((callee) => ({ callee, caller: { ...cartTotal }, count: 4 })) })
    expect(JSON.parse(encodeFile(file))).toMatchObject({
      callers: [['src/cart.ts', 'c0ffee', 'tstrace 1', 1]],
      pairs: [
        [0, 0, 4],
        [1, 0, 4],
      ],
    })
  })

  test('names a function of its own by its number alone', () => {
    const file = cart({ pairs: [{ callee: 2, caller: cartTotal, count: 4 }] })
    expect(JSON.parse(encodeFile(file))).toMatchObject({ callers: [[1]], pairs: [[2, 0, 4]] })
  })

  test('is the same text for the same record, in whatever order its fields are', () => {
    fc.assert(
      fc.property(
        recordWithSites,
        (file) => void expect(encodeFile(turned(file) as FileCounts)).toBe(encodeFile(structuredClone(file))),
      ),
    )
  })

  test('reads as documented', () => {
    expect(encodeFile(cart())).toBe(
      '{"path":"src/cart.ts","hash":"c0ffee","plan":"tstrace 1","counts":[1,2,0],' +
        '"callers":[["import","test/cart.test.ts"],["test \\"adds\\"","test/cart.test.ts"]],"pairs":[[0,0,1],[1,1,2]]}',
    )
  })
})

/** The same data, its objects' fields in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, item]) => [name, turned(item)])
      .reverse(),
  )
}

test('a caller has a number of its own, and equal ones have the same', () => {
  fc.assert(
    fc.property(caller, caller, (a, b) => {
      const numbers = new CallerNumbers()
      return (numbers.numberOf(a) === numbers.numberOf(b)) === isDeepStrictEqual({ ...a }, { ...b })
    }),
    { numRuns: 5000 },
  )
})

describe('a line that is wrong', () => {
  const line = JSON.parse(encodeFile(basket({ pairs: cart().pairs })))
  const cases: [string, string, unknown, string][] = [
    ['a negative count', 'counts.1', -1, 'counts[1] is -1, not a whole number from 0 to 2^53-1'],
    ['a fraction', 'counts.0', 0.5, 'counts[0] is 0.5, not a whole number from 0 to 2^53-1'],
    ['a count too large to be exact', 'counts.0', 2 ** 53, 'counts[0] is 9007199254740992, not'],
    ['a count that was NaN', 'counts.2', Number.NaN, 'counts[2] is null, not'],
    ['counts that are a text', 'counts', '123', 'counts is "123", not an array'],
    ['no path', 'path', undefined, 'path is undefined, not a string'],
    ['a hash that is a number', 'hash', 7, 'hash is 7, not a string'],
    ['no plan', 'plan', undefined, 'plan is undefined, not a string'],
    ['no callers', 'callers', undefined, 'callers is undefined, not an array'],
    ['no pairs', 'pairs', undefined, 'pairs is undefined, not an array'],
    [
      'a caller too long',
      'callers.0',
      ['a', 'b', 'c', 1, 2],
      'callers[0] is ["a","b","c",1,2], not an array of 1 to 4',
    ],
    ['an own function that has no number', 'callers.0', ['1'], 'callers[0][0] is "1", not a whole number'],
    ['a caller that is nothing', 'callers.0', [], 'callers[0] is [], not an array of 1 to 4'],
    ['a caller without a function number', 'callers.1', ['a', 'b', 'c', null], 'callers[1][3] is null, not'],
    ['a context whose file is a number', 'callers.1', ['a', 1], 'callers[1][1] is 1, not a string'],
    ['a pair of nobody', 'pairs.0.1', 2, 'pairs[0] is [0,2,1], not [callee below 4, caller below 2, count'],
    ['a pair of the prototype', 'pairs.0.1', '__proto__', 'pairs[0] is [0,"__proto__",1], not'],
    ['a callee that is no counter', 'pairs.1.0', 4, 'pairs[1] is [4,1,2], not'],
    ['a negative pair count', 'pairs.1.2', -2, 'pairs[1] is [1,1,-2], not'],
    ['a pair that is no array', 'pairs.1', { 0: 1 }, 'pairs[1] is {"0":1}, not'],
    ['sites that are a list', 'sites', [], 'sites is [], not an object'],
    ['sites for other counts', 'sites.counters', 9, 'sites.counters is 9, not 4, the number of counts'],
    [
      'a site without a counter',
      'sites.statements.1',
      [[3, 0, 4, 20]],
      'sites.statements[1] is [[3,0,4,20]], not an array of 2',
    ],
    [
      'a site with a counter of no file',
      'sites.statements.1.1',
      4,
      'sites.statements[1][1] is 4, not an index below 4',
    ],
    [
      'a site with a strange mark',
      'sites.statements.1.2',
      'flow',
      'sites.statements[1][2] is "flow", not one of typescript',
    ],
    [
      'a function of no known kind',
      'sites.functions.0.0',
      'lambda',
      'sites.functions[0][0] is "lambda", not one of module',
    ],
    ['a function without a name', 'sites.functions.0.1', null, 'sites.functions[0][1] is null, not a string'],
    [
      'a branch of no known kind',
      'sites.branches.0.0',
      'goto',
      'sites.branches[0][0] is "goto", not one of if, cond-expr',
    ],
    ['an arm with a bad range', 'sites.branches.0.2.0.0', [1], 'sites.branches[0][2][0][0] is [1], not an array of 4'],
    ['a column before the line', 'sites.branches.0.1.3', -1, 'sites.branches[0][1][3] is -1, not'],
  ]
  test.each(cases)('%s is named', (_, at, value, message) => {
    expect(() => decodeFile(withField(line, at, value))).toThrow(message)
  })

  test.each([null, 3, 'cart', [], undefined])('%j is no record', (value) =>
    expect(() => decodeFile(value)).toThrow('not an object'),
  )

  test('takes nothing from a prototype', () => {
    expect(() => decodeFile(JSON.parse(`{"__proto__":${encodeFile(cart())}}`))).toThrow('is undefined')
    expect(() => decodeFile(Object.create(JSON.parse(encodeFile(cart()))))).toThrow('is undefined')
    expect('path' in {}).toBe(false)
  })
})
