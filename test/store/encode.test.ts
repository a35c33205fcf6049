import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeFile } from '../../src/store/decode.ts'
import { encodeFile } from '../../src/store/encode.ts'
import { record, recordWithSites } from './arbitraries.ts'
import { basket, cart, cartTotal, price } from './shop.ts'

/** What a line becomes when someone changes it on disk. */
function decodeChanged(change: (line: Record<string, any>) => void): unknown {
  const line = JSON.parse(encodeFile(basket({ pairs: cart().pairs })))
  change(line)
  return decodeFile(line)
}

describe('a record as a line', () => {
  test('comes back as it was', () => {
    fc.assert(fc.property(fc.oneof(record, recordWithSites), (file) => void expect(decodeFile(JSON.parse(encodeFile(file)))).toEqual(file)))
  })

  test('has no newline, whatever the names', () => {
    fc.assert(fc.property(record, (file) => !encodeFile(file).includes('\n')))
  })

  test('names each caller once', () => {
    const file = price({ pairs: [0, 1].map((callee) => ({ callee, caller: { ...cartTotal }, count: 4 })) })
    expect(JSON.parse(encodeFile(file))).toMatchObject({
      callers: [['src/cart.ts', 'c0ffee', 1]],
      pairs: [
        [0, 0, 4],
        [1, 0, 4],
      ],
    })
  })

  test('reads as documented', () => {
    expect(encodeFile(cart())).toBe(
      '{"path":"src/cart.ts","hash":"c0ffee","plan":"tstrace 1","counts":[1,2,0],' +
        '"callers":[["import","test/cart.test.ts"],["test \\"adds\\"","test/cart.test.ts"]],"pairs":[[0,0,1],[1,1,2]]}',
    )
  })
})

describe('a line that is wrong', () => {
  const cases: [string, (line: Record<string, any>) => void, string][] = [
    ['a negative count', (line) => (line.counts[1] = -1), 'counts[1] is -1, not a whole number from 0 to 2^53-1'],
    ['a fraction', (line) => (line.counts[0] = 0.5), 'counts[0] is 0.5, not a whole number from 0 to 2^53-1'],
    ['a count too large to be exact', (line) => (line.counts[0] = 2 ** 53), 'counts[0] is 9007199254740992, not'],
    ['a count that was NaN', (line) => (line.counts[2] = null), 'counts[2] is null, not'],
    ['counts that are a text', (line) => (line.counts = '123'), 'counts is "123", not an array'],
    ['no path', (line) => delete line.path, 'path is undefined, not a string'],
    ['a hash that is a number', (line) => (line.hash = 7), 'hash is 7, not a string'],
    ['no plan', (line) => delete line.plan, 'plan is undefined, not a string'],
    ['a caller too long', (line) => line.callers[0].push(1, 2), 'callers[0] is ["import","test/cart.test.ts",1,2], not an array of 2 to 3'],
    ['a caller without a function number', (line) => (line.callers[1] = ['a', 'b', null]), 'callers[1][2] is null, not'],
    ['a context whose file is a number', (line) => (line.callers[1] = ['a', 1]), 'callers[1][1] is 1, not a string'],
    ['a pair of nobody', (line) => (line.pairs[0][1] = 2), 'pairs[0] is [0,2,1], not [callee below 4, caller below 2, count'],
    ['a pair of the prototype', (line) => (line.pairs[0][1] = '__proto__'), 'pairs[0] is [0,"__proto__",1], not'],
    ['a callee that is no counter', (line) => (line.pairs[1][0] = 4), 'pairs[1] is [4,1,2], not'],
    ['a negative pair count', (line) => (line.pairs[1][2] = -2), 'pairs[1] is [1,1,-2], not'],
    ['a pair that is no array', (line) => (line.pairs[1] = { 0: 1 }), 'pairs[1] is {"0":1}, not'],
    ['sites for other counts', (line) => (line.sites.counters = 9), 'sites.counters is 9, not 4, the number of counts'],
    ['a site without a counter', (line) => line.sites.statements[1].splice(1), 'sites.statements[1] is [[3,0,4,20]], not an array of 2 to 3'],
    ['a site with a counter of no file', (line) => (line.sites.statements[1][1] = 4), 'sites.statements[1][1] is 4, not an index below 4'],
    ['a site with a strange mark', (line) => (line.sites.statements[1][2] = 'flow'), 'sites.statements[1][2] is "flow", not one of typescript'],
    ['a function of no known kind', (line) => (line.sites.functions[0][0] = 'lambda'), 'sites.functions[0][0] is "lambda", not one of module, function'],
    ['a branch of no known kind', (line) => (line.sites.branches[0][0] = 'goto'), 'sites.branches[0][0] is "goto", not one of if, cond-expr'],
    ['an arm with a bad range', (line) => (line.sites.branches[0][2][0][0] = [1]), 'sites.branches[0][2][0][0] is [1], not an array of 4'],
    ['a column before the line', (line) => (line.sites.branches[0][1][3] = -1), 'sites.branches[0][1][3] is -1, not'],
  ]
  test.each(cases)('%s is named', (_, change, message) => expect(() => decodeChanged(change)).toThrow(message))

  test.each([null, 3, 'cart', [], undefined])('%j is no record', (value) => expect(() => decodeFile(value)).toThrow('not an object'))

  test('takes nothing from a prototype', () => {
    const line = JSON.parse(`{"__proto__":${encodeFile(cart())}}`)
    expect(() => decodeFile(line)).toThrow('is undefined')
    expect(() => decodeFile(Object.create(JSON.parse(encodeFile(cart()))))).toThrow('is undefined')
    expect('path' in {}).toBe(false)
  })
})
