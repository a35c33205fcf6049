/** What V8 counts in code with probes is told as what it counts without them: V8 itself knows best. */
import { describe, expect, test } from 'vitest'
import { seededDice } from '../conformance/dice.ts'
import { randomProgram } from '../conformance/random-program.ts'
import { createV8ProbeRemover } from '../../jest-preset/main/v8-coverage/index.ts'
import { instrument } from '../../src/instrument/index.ts'
import { countsOf, countsWithoutProbes, describeCounts } from './v8-counts.ts'

async function expectSame(text: string): Promise<string[]> {
  const alone = describeCounts(text, await countsOf(text))
  for (const callers of [true, false])
    expect(describeCounts(text, await countsWithoutProbes(text, callers))).toEqual(alone)
  return alone
}

const shop = `
const shop = { async price(item) { if (item === 'gone') throw new Error(item); return item.length } }
`

const cases: Record<string, string> = {
  'what is behind an await': `async function sell(item) { const price = await shop.price(item); return price }
sell('cup'); sell('gone').catch(() => {})`,
  'an await that is returned in a try': `async function sell(item) { for (;;) { try { return await shop.price(item) } catch { item = 'cup' } } }
sell('cup'); sell('gone')`,
  'the end of a loop over what comes later': `async function all(items) { for await (const item of items) { if (item === 'gone') throw item } }
all(['cup']); all(['gone']).catch(() => {})`,
  'what is behind a delegation': `function* all(items) { yield* items; yield 'end' }
[...all(['cup'])]; all([1]).next(); all([]).next()`,
  'a default value that is a function': `function each(items, see = (item) => item, or = () => 1) { return items.map(see) }
each(['cup', 'pen']); each([], null)`,
  'functions in a default value that was never needed': `function each(items, see = [1].map((one) => one), or = (() => 1)()) { return items }
each(['cup'], null, null)`,
  'fields, static and not': `class Till { open = shop ? 1 : 2; static all = (() => 1)(); #sum = [].map(() => 2); static { if (Till.all) Till.all++ } static last = 1; close() {} }
new Till()`,
  'fields without a value behind those that have one': `class Till { sum = [].map(() => 2); #open; static all = (() => 1)(); static ['l' + 'ast']; close() {} }
new Till()`,
  'a class that nothing is made of': `class Till { sum = (() => 1)(); static all = [1].map((one) => one); close = () => 1 }`,
  'a branch without braces': `function sort(n) { if (n) return 'many'; else if (n === 0) n++; for (const one of [1, 2]) if (one === n) continue; while (n-- > 1) n--; return n }
sort(1); sort(0)`,
  'chains of logic': `function first(a, b) { return a?.[b]?.(1) ?? (a || b) ?? (a && (b ? 1 : 2)) }
first(null, 1); first({ x() { return 2 } }, 'x')`,
  'a switch that is left in all ways': `function unit(n) { l: switch (n) { case 1: return 'one'; case 2: n++; case 3: break l; default: if (n > 9) break; n-- } return n }
unit(1); unit(2); unit(4); unit(10)`,
  'what can never run': `function never(n) { while (true) { if (n) { return 1; n++; function inner() {} } n = n || 1 } n && n++ }
never(1); if (false) never(2); false && never(() => 1); function* g() { try { return 1 } finally { never(2) } never(3) ? 1 : 2 } [...g()]`,
  'the end of a constructor': `class Base { constructor(n) { if (n) this.n = n } } class Till extends Base { constructor(n) { super(n); if (!n) throw n } }
new Till(1); try { new Till(0) } catch {}`,
  'what a finally block sees': `async function close(n) { try { if (n) return await n; n++ } catch (error) { throw error } finally { n || 1 } return 0 }
close(0); close(1); close(Promise.reject(1)).catch(() => {})`,
}

describe('the same counts, as without probes:', () => {
  test.each(Object.entries(cases))('%s', async (_, text) => {
    const counts = await expectSame(shop + text)
    expect(counts.length).toBeGreaterThan(2)
  })

  test('random programs', { timeout: 120_000 }, async () => {
    for (let seed = 1; seed <= 40; seed++) await expectSame(randomProgram(seededDice(seed)))
  })
})

test('before Jest 30, the code is in a function of a larger script', async () => {
  const [head, tail] = ['({ "Object.<anonymous>": function (module) {', '\n} })["Object.<anonymous>"]()']
  const text = 'function sort(n) { if (n) { return 1 } return 2 } sort(1); [1].map((n) => n || sort(0))'
  const { code } = instrument(text, { path: 'shop.js', sourceType: 'script', coverage: 'plain' })
  const counts = createV8ProbeRemover(code, text, head.length)(await countsOf(head + code + tail))
  const whole = head + text + tail
  expect(describeCounts(whole, counts)).toEqual(describeCounts(whole, await countsOf(whole)))
})

describe('what a transpiler makes of a function with probes in it may be another one:', () => {
  const text =
    'function sell(n) { n++; return n } function sort(n) { if (n) { return 1 } return 2 } sell(1); sort(1); sort(0)'

  test('it keeps its count, and all others theirs', async () => {
    const { code } = instrument(text.replace('n++', 'n++; n--'), { path: 'shop.js', coverage: 'plain' })
    const counts = createV8ProbeRemover(code, text)(await countsOf(code))
    expect(describeCounts(text, counts)).toEqual(describeCounts(text, await countsOf(text)))
  })

  test('what can not be told is no count', () => {
    const { code } = instrument(`${text}; [].map(() => 1)`, { path: 'shop.js', coverage: 'plain' })
    expect(() => createV8ProbeRemover(code, text)).toThrow()
  })
})
