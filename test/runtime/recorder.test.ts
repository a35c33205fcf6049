import { createContext, runInContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instrument } from '../../src/instrument/index.ts'
import type { ContextCaller, FileCounts } from '../../src/model/counts.ts'
import type { FileRecord } from '../../src/model/protocol.ts'
import { type FullRecorder, enterContext, realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'

const price = `function price(n) { return tax(n) + tax(n) }
function tax(n) { rate(); return n }
function rate() {}
var total = (n) => price(n)
`
const adds: ContextCaller = { context: 'test "adds"', file: 'test/price.test.ts' }
const taxes: ContextCaller = { context: 'test "taxes"', file: 'test/price.test.ts' }

interface Realm {
  global: object
  run(code: string): unknown
}

function realm(): Realm {
  const context = createContext({})
  return { global: runInContext('globalThis', context) as object, run: (code) => runInContext(code, context) }
}

function traced(text: string, path = 'src/price.js', options = {}): string {
  return instrument(text, { path, sourceType: 'script', ...options }).code
}

/** `caller -> callee xN`, functions by their paths and counters. */
function pairsOf(files: FileCounts[]): string[] {
  return files
    .flatMap(({ path, pairs }) =>
      pairs.map(({ caller, callee, count }) => {
        const from = 'context' in caller ? caller.context : `${caller.path}:${caller.function}`
        return `${from} -> ${path}:${callee} x${count}`
      }),
    )
    .sort()
}

function countsOf(files: FileCounts[]): number[] {
  return files.flatMap(({ pairs }) => pairs.map(({ count }) => count)).sort()
}

/** The counters of `price`'s functions. */
const [fileId, priceId, taxId, rateId, totalId] = instrument(price, { path: 'src/price.js' }).sites!.functions.map(
  ({ counter }) => `src/price.js:${counter}`,
)

describe('taking counts', () => {
  test('starts again at 0, and what comes next is taken next', () => {
    const { global, run } = realm()
    const recorder = realmRecorder(global)
    run(traced(price))
    expect(pairsOf(takeCounts(recorder))).toEqual([`<external> -> ${fileId} x1`])
    expect(takeCounts(recorder)).toEqual([])
    run('total(1)')
    const once = takeCounts(recorder)
    run('total(1); total(1)')
    const twice = takeCounts(recorder)
    expect(pairsOf(once)).toEqual(
      [
        `<external> -> ${totalId} x1`,
        `${totalId} -> ${priceId} x1`,
        `${priceId} -> ${taxId} x2`,
        `${taxId} -> ${rateId} x2`,
      ].sort(),
    )
    expect(pairsOf(twice)).toEqual(
      [
        `<external> -> ${totalId} x2`,
        `${totalId} -> ${priceId} x2`,
        `${priceId} -> ${taxId} x4`,
        `${taxId} -> ${rateId} x4`,
      ].sort(),
    )
    expect(twice[0]!.counts).toEqual(once[0]!.counts.map((count) => 2 * count))
  })

  test('counts a function as often as its pairs say', () => {
    const { global, run } = realm()
    const recorder = realmRecorder(global)
    run(traced(price))
    run('total(1); price(2); [1, 2].map(tax); tax(3)')
    const [counts] = takeCounts(recorder) as [FileCounts]
    expect(counts.pairs).toHaveLength(7)
    for (const { callee } of counts.pairs) {
      const sum = counts.pairs.filter((pair) => pair.callee === callee).reduce((all, pair) => all + pair.count, 0)
      expect(counts.counts[callee]).toBe(sum)
    }
    expect(counts.counts[Number(taxId!.split(':')[1])]).toBe(7)
  })

  test('has the counts of functions, and no pairs, with callers off', () => {
    const { global, run } = realm()
    const recorder = realmRecorder(global)
    run(traced(price, 'src/price.js', { callers: false }))
    run('total(1)')
    const [counts] = takeCounts(recorder) as [FileCounts]
    expect(counts.pairs).toEqual([])
    expect([priceId, taxId].map((id) => counts.counts[Number(id!.split(':')[1])])).toEqual([1, 2])
  })

  test('in the middle of a call loses nothing', () => {
    const { global, run } = realm()
    const recorder = realmRecorder(global)
    const taken: FileCounts[] = []
    Object.assign(global, { take: () => void taken.push(...takeCounts(recorder)) })
    run(
      traced(
        'function outer() { inner(); take(); inner() }\nfunction inner() { leaf(); take(); leaf() }\nfunction leaf() {}\nouter()',
        'a.js',
      ),
    )
    taken.push(...takeCounts(recorder))
    const sums: Record<string, number> = {}
    for (const pair of pairsOf(taken)) {
      const [name, count] = pair.split(' x') as [string, string]
      sums[name] = (sums[name] ?? 0) + Number(count)
    }
    expect(Object.values(sums).sort()).toEqual([1, 1, 2, 4])
    expect(recorder.c).toBe(1)
  })
})

describe('contexts', () => {
  test('are the callers of what no function calls', () => {
    const { global, run } = realm()
    const recorder = realmRecorder(global)
    run(traced(price))
    enterContext(recorder, adds)
    run('price(1)')
    enterContext(recorder, taxes)
    run('tax(1); tax(2)')
    enterContext(recorder, adds)
    run('tax(3)')
    expect(pairsOf(takeCounts(recorder)).filter((pair) => !pair.startsWith('src'))).toEqual(
      [
        `<external> -> ${fileId} x1`,
        `test "adds" -> ${priceId} x1`,
        `test "adds" -> ${taxId} x1`,
        `test "taxes" -> ${taxId} x2`,
      ].sort(),
    )
  })

  test('are told apart by their file', () => {
    const { global, run } = realm()
    const recorder = realmRecorder(global)
    run(traced(price))
    takeCounts(recorder)
    for (const file of [null, 'a.test.ts', 'b.test.ts', 'a.test.ts']) {
      enterContext(recorder, { context: 'test "adds"', file })
      run('rate()')
    }
    const callers = takeCounts(recorder).flatMap(({ pairs }) =>
      pairs.map(({ caller, count }) => ({ ...caller, count })),
    )
    expect(callers).toHaveLength(3)
    expect(callers).toContainEqual({ context: 'test "adds"', file: 'a.test.ts', count: 2 })
    expect(callers).toContainEqual({ context: 'test "adds"', file: null, count: 1 })
  })

  test('put an end to what a file left behind that threw', () => {
    const { global, run } = realm()
    const recorder = realmRecorder(global)
    expect(() => run(traced('function fail() { throw new Error("broken") }\nfail()', 'broken.js'))).toThrow('broken')
    enterContext(recorder, adds)
    run(traced(price))
    run('rate()')
    enterContext(recorder, taxes)
    const all = pairsOf(takeCounts(recorder))
    expect(all).toContain(`test "adds" -> ${fileId} x1`)
    expect(all).toContain(`test "adds" -> ${rateId} x1`)
  })
})

describe('the recorder of a realm', () => {
  const alternating = `function a(n) { b(n); c(n) }
    function b(n) { leaf() }
    function c(n) { leaf(); if (n > 0) a(n - 1) }
    function leaf() {}`

  test('takes over from the one that a file made, in the middle of a run, and loses nothing', () => {
    const expected = realm()
    realmRecorder(expected.global)
    expected.run(traced(alternating, 'a.js'))
    expected.run('a(9)')

    const adopted = realm()
    let recorder: FullRecorder | undefined
    Object.assign(adopted.global, { adopt: () => void (recorder = realmRecorder(adopted.global)) })
    adopted.run(traced(alternating.replace('leaf() }', 'if (n === 4) adopt(); leaf() }'), 'a.js'))
    adopted.run('a(9)')
    expect(recorder!.c).toBe(1)
    expect(countsOf(takeCounts(recorder!))).toEqual(countsOf(takeCounts(realmRecorder(expected.global))))
  })

  test('is one, and a file is in it once, however often it is evaluated', () => {
    const { global, run } = realm()
    run(traced(price))
    run(traced(price))
    const recorder = realmRecorder(global)
    expect(realmRecorder(global)).toBe(recorder)
    run(traced(price))
    run('price(1)')
    expect(recorder.files).toHaveLength(1)
    expect(pairsOf(takeCounts(recorder))).toContain(`<external> -> ${fileId} x3`)
  })

  test('keeps revisions of a file apart', () => {
    const { global, run } = realm()
    const recorder = realmRecorder(global)
    run(traced(price))
    run(traced(`${price}// changed`))
    const taken = takeCounts(recorder)
    expect(taken.map(({ path }) => path)).toEqual(['src/price.js', 'src/price.js'])
    expect(taken[0]!.hash).not.toBe(taken[1]!.hash)
  })

  test('names callers of other files, however many there are', () => {
    const { global, run } = realm()
    const recorder = realmRecorder(global)
    for (let index = 0; index < 40; index++) {
      enterContext(recorder, { context: `test ${index}`, file: null })
      run(traced(`function f${index}() { ${index > 0 ? `f${index - 1}()` : ''} }`, `${index}.js`))
    }
    takeCounts(recorder)
    enterContext(recorder, adds)
    run('f39()')
    const pairs = pairsOf(takeCounts(recorder))
    expect(pairs).toHaveLength(40)
    expect(pairs).toContain('test "adds" -> 39.js:2 x1')
    for (let index = 0; index < 39; index++) expect(pairs).toContain(`${index + 1}.js:2 -> ${index}.js:2 x1`)
  })

  test('is not seen by a program that lists the properties of its global object', () => {
    const { global, run } = realm()
    realmRecorder(global)
    run(traced('var x = 1', 'a.js'))
    expect(run('Object.keys(globalThis).some((key) => key.includes("tstrace"))')).toBe(false)
    expect(run('JSON.stringify(Object.getOwnPropertyNames({ ...globalThis }))')).not.toContain('tstrace')
  })
})

describe('the calls of one function', () => {
  const calls = fc.array(fc.tuple(fc.nat(11), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 1500 })))

  test('are counted by caller, in whatever order callers come', () => {
    fc.assert(
      fc.property(calls, (all) => {
        const callee = new Callee()
        const expected: Record<string, number> = {}
        for (const [first, inTurn, times] of all) {
          for (let time = 0; time < times; time++) {
            const caller = first + (time % inTurn)
            callee.call(caller)
            expected[caller] = (expected[caller] ?? 0) + 1
          }
        }
        expect(callee.take()).toEqual(expected)
      }),
    )
  })

  /** What was called before, `[caller, times]`, so that the next call is the one that matters. */
  test.each<[what: string, before: [number, number][], next: number]>([
    ['is the first', [], 0],
    [
      'gets the first place',
      [
        [0, 1],
        [1, 1023],
      ],
      1,
    ],
    [
      'gets the second place',
      [
        [0, 1],
        [1, 1],
      ],
      2,
    ],
    [
      'gets the second place again',
      [
        [0, 1],
        [1, 1],
        [2, 1],
        [1, 127],
      ],
      1,
    ],
    ['makes the table grow', Array.from({ length: 34 }, (_, caller) => [caller, 1]), 34],
  ])('are counted or not where the stack ends and a caller %s', (_, before, next) => {
    const outcomes = new Set<boolean>()
    for (let offset = 0; offset < 60; offset++) {
      const callees = Array.from({ length: 24 }, () => new Callee(before))
      const returned = callWhereTheStackEnds(callees, next, offset)
      callees.forEach((callee, index) => {
        outcomes.add(returned[index]!)
        const expected = new Callee([...before, [next, returned[index] ? 1 : 0]])
        expect(callee.take()).toEqual(expected.take())
      })
    }
    expect([...outcomes].sort()).toEqual([false, true])
  })
})

/** A function of a realm of its own, and forty that call it: what its probes do, without the text around them. */
class Callee {
  readonly #recorder = realmRecorder({})
  readonly #record: FileRecord
  readonly #callers: number[] = []

  constructor(before: [caller: number, times: number][] = []) {
    for (let index = 0; index < 40; index++) {
      enterContext(this.#recorder, { context: `${index}`, file: null })
      this.#callers.push(this.#recorder.c)
    }
    this.#record = this.#recorder.f({ path: 'a.js', hash: '', plan: '', counters: 4 })
    for (const [caller, times] of before) for (let time = 0; time < times; time++) this.call(caller)
  }

  call(index: number): void {
    const record = this.#record
    const caller = this.#callers[index]!
    if (record[3] === caller) record[2]!++
    else record.s.m(record, 2, caller)
  }

  /** How often each called. */
  take(): Record<string, number> {
    const pairs = takeCounts(this.#recorder).flatMap((file) => file.pairs)
    return Object.fromEntries(pairs.map(({ caller, count }) => [(caller as ContextCaller).context, count]))
  }
}

/** One call to each, the first in the deepest frame there is, the next a frame above; tells which returned. */
function callWhereTheStackEnds(callees: Callee[], caller: number, offset: number): boolean[] {
  const returned = callees.map(() => false)
  let next = 0
  const dive = (): void => {
    try {
      dive()
    } catch {}
    const index = next++
    try {
      callees[index]?.call(caller)
      returned[index] = index < callees.length
    } catch {}
  }
  /** Frames of another size than those of `dive`, so that the last one has more or less room. */
  const shift = (depth: number, ...rest: number[]): void => (depth > 0 ? shift(depth - 1, ...rest) : dive())
  shift(offset, 1, 2, 3)
  return returned
}
