/** What a trace shows, and in which order: lines by their numbers, functions by their names. */
import { describe, expect, test } from 'vitest'
import { type InstrumentOptions, instrument } from '../../src/instrument/index.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { Realm } from './realm.ts'
import { runBare } from './run.ts'

interface Run {
  log: string[]
  text: string[]
  counts: number[][]
}

async function run(program: string, options: Partial<InstrumentOptions>): Promise<Run> {
  const { code } = instrument(program, { path: 'src/shop.js', sourceType: 'script', ...options })
  const realm = new Realm()
  const recorder = realmRecorder(realm.global)
  const text: string[] = []
  recorder.trace = { call: (one) => void text.push(one), line: (one) => void text.push(one), end() {} }
  await realm.run(code)
  expect(recorder.c).toBe(1)
  return { log: realm.log, text, counts: takeCounts(recorder).map(({ counts }) => counts) }
}

/** `<module> 1 add 3`: what was shown. The program does what it does bare, and is counted as without a trace. */
async function shown(program: string, options: Partial<InstrumentOptions> = {}): Promise<string> {
  const traced = await run(program, { ...options, trace: true })
  const { counts } = await run(program, options)
  expect(traced.counts).toEqual(counts)
  if (!options.language) expect(traced.log).toEqual(await runBare(program))
  return traced.text.map((one) => /funcname: (.*)\n$/.exec(one)?.[1] ?? /\((\d+)\): /.exec(one)?.[1]).join(' ')
}

async function expectShown(program: string, expected: string, options: Partial<InstrumentOptions> = {}): Promise<void> {
  expect(await shown(program.replace(/^\n/, ''), options)).toBe(expected)
}

test("the words are those of Python's trace, the line as it was written", async () => {
  const { text } = await run('\tlog(1) // tea\u2028\r\nfunction f() { return 2 }\r\n  f()  ', { trace: true })
  expect(text).toEqual([
    ' --- modulename: src/shop, funcname: <module>\n',
    'shop.js(1): \tlog(1) // tea\n',
    'shop.js(4):   f()  \n',
    ' --- modulename: src/shop, funcname: f\n',
    'shop.js(3): function f() { return 2 }\n',
  ])
})

test('nothing in a name, a path or a line steers the terminal or ends the row', async () => {
  const evil = '\u001b[31m\u202e'
  const program = `const it = { "${evil}\\n"() { return '${evil}' } }\nit["${evil}\\n"]()`
  const { text } = await run(program, { trace: true, path: `src/${evil}/${evil}\n.js` })
  const shownAs = '\\x1b[31m\\u202e'
  expect(text).toContain(` --- modulename: src/${shownAs}/${shownAs}\\n, funcname: it.${shownAs}\\n\n`)
  expect(text).toContain(`${shownAs}\\n.js(2): it["${shownAs}\\n"]()\n`)
  // oxlint-disable-next-line no-control-regex
  expect(text.join('')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|\n\n/)
})

describe('a straight run', () => {
  test('shows a line once, however many statements stand on it', async () => {
    await expectShown('log(1); log(2)\nlog(3); if (log) log(4)\nlog(5)', '<module> 1 2 3')
  })

  test('shows it again for each function that comes there', async () => {
    await expectShown('const f = () => log(1); f(); f()', '<module> 1 f 1 f 1')
  })

  test('of expressions shows those that the listing counts', async () => {
    await expectShown(
      'const a = log &&\n  1\nconst b =\n  a ? 2\n  : 3, c = 4\nlog(b,\n  a || c)',
      '<module> 1 2 4 5 6 7',
    )
  })

  test('goes on after a call without saying so', async () => {
    await expectShown('function f() {\n  log(1) }\nf(); f()\nf()', '<module> 3 f 2 f 2 4 f 2')
  })
})

describe('branches', () => {
  test('an if shows its test, and the arm that is taken', async () => {
    const program =
      'for (const n of [1, 2, 3])\n  if (n === 1)\n    log(1)\n  else if (n === 2) log(2)\n  else {\n    log(3)\n  }'
    await expectShown(program, '<module> 1 2 3 1 2 4 1 2 4 6 1')
  })

  test('a switch shows the cases it comes to', async () => {
    const program = `
function f(n) {
  switch (n) {
    case 1:
      log(1)
    case 2: log(2); break
    default: return 3
  }
}
f(1), f(2), f(3)`
    await expectShown(program, '<module> 9 f 2 3 4 5 f 2 5 f 2 6')
  })

  test('an exception shows where it is caught', async () => {
    const program = `
function fail() {
  throw new Error('no')
}
try {
  fail()
  log(1)
} catch (error) {
  log(2)
} finally {
  log(3)
}
try { fail() } catch { log(4) }`
    await expectShown(program, '<module> 4 5 fail 2 7 8 10 12 fail 2')
  })
})

test.each([
  ['the arms of an if', 'for (const n of [1, 0]) if (n)\n  log(1); else log(2)', '1 2 1 2 1'],
  ['the arms of a condition', 'for (const n of [1, 0]) log(n ?\n  1 : 2)', '1 2 1 2 1'],
  ['behind an if', 'if (log)\n  log(1); log(2)\nif (!log)\n  log(3); log(4)', '1 2 2 3 4'],
  [
    'behind a loop',
    'let n = 0; while (n) {\n  n-- } log(1)\nfor (const one of []) {\n  log(one) } log(2)',
    '1 1 2 3 4',
  ],
  ['behind a try', 'try { log(1) } catch {\n  log(2) } log(3)', '1 2'],
  ['behind a switch', 'switch (1) { case 2: log(1)\n  log(2) } log(3)', '1 2'],
  ['behind what is cut off', 'one: { if (log) break one\n  log(1) } log(2)', '1 2'],
])('where ways meet on a line, it is shown whichever was taken: %s', async (_, program, expected) => {
  await expectShown(program, `<module> ${expected}`)
})

describe('loops show their head before each round', () => {
  test.each([
    ['for', 'for (let i = 0; i < 2; i++)\n  log(i)'],
    ['for, without an update', 'for (let i = 0; i < 2; /* ( */ )\n  log(i++)'],
    ['for, without anything', 'let i = 0; for (;;) {\n  if (i++ < 2) continue; else break }'],
    ['while', 'let i = 0; while (i < 2)\n  log(i++)'],
    ['for of', 'for (const i of [0, 1])\n  log(i)'],
    ['for in', 'for (const i in [0, 1]) {\n  log(i)\n}'],
    ['with a label', 'one: for (const i of [0, 1]) {\n  for (;;) continue one }'],
  ])('%s', async (name, program) => {
    const inner = name === 'with a label' ? '1 2 1 2 1' : name === 'for, without anything' ? '1 2 1 2 1 2' : '1 2 1 2 1'
    const first = name === 'while' ? '1 ' : ''
    await expectShown(program, `<module> ${first}${inner}`)
  })

  test('do', async () => {
    await expectShown('let i = 0\ndo {\n  log(i++)\n} while (i < 2)', '<module> 1 2 3 4 3 4')
    await expectShown('let i = 0\ndo log(i++); while (i < 2)', '<module> 1 2 2')
  })

  test('on one line', async () => {
    await expectShown('for (const i of [0, 1]) log(i)\nfor (let i = 0; i < 2; i++) log(i)', '<module> 1 1 1 2 2 2')
  })

  test('also where a continue cuts a round short, and not where a break ends it', async () => {
    const program = `
outer:
for (const a of [1, 2]) {
  for (const b of [1, 2]) {
    if (b === 2)
      continue outer
    if (a === 2) break
    log(a, b) } }`
    await expectShown(program, '<module> 1 2 3 4 6 7 3 4 5 2 3 4 6 2')
  })
})

describe('functions', () => {
  test('methods, accessors, and constructors have their full names', async () => {
    const program = `
class Cart {
  static all = [
    1]
  items = make()
  get size() {
    return this.items }
  static { log(2)
  }
}
function make() { return 3 }
log(new Cart().size)`
    await expectShown(program, '<module> 2 Cart.<static> 7 11 Cart.<init items> 4 make 10 Cart.get size 6')
  })

  test('a value that stands in for an argument is computed before its function is entered', async () => {
    await expectShown(
      'function f(a,\n  b = g()) {\n  return b }\nfunction g() {\n  return 1 }\nf(); f(1, 2)',
      '<module> 6 2 g 5 f 3 f 3',
    )
  })

  test('a recursion is entered each time', async () => {
    await expectShown('const f = (n) =>\n  n && f(n - 1)\nf(1)', '<module> 1 3 f 2 f 2')
  })
})

describe('whoever goes on after a suspension is named again', () => {
  test('generators', async () => {
    const program = `
function* count() {
  yield 1
  yield 2
}
for (const n of count())
  log(n)`
    await expectShown(program, '<module> 5 count 2 6 5 count 3 6 5 count')
  })

  test('async functions, in the order in which they run', async () => {
    const program = `
const tick = () => Promise.resolve()
async function work(name) {
  log(name)
  await tick()
  log(name)
}
work('a'), work('b')`
    const calls = 'work 3 4 tick 1 work 3 4 tick 1'
    await expectShown(program, `<module> 1 7 ${calls} work 5 work 5`)
  })

  test('where an exception comes back', async () => {
    const program = `
async function work() {
  try {
    await Promise.reject(new Error('no'))
  } catch (error) {
    log(error.message)
  }
}
work()`
    await expectShown(program, '<module> 8 work 2 3 work 4 5')
  })

  test('what is delegated to goes on by itself', async () => {
    const program = `
function* inner() {
  yield 1
  log(2)
}
function* outer() {
  yield* inner()
  log(3)
}
log([...outer()].length)`
    await expectShown(program, '<module> 9 outer 6 inner 2 inner 3 outer 7')
  })

  test('for await', async () => {
    const program = `
async function work() {
  for await (const n of [1, 2])
    log(n)
  log(3)
}
work()`
    await expectShown(program, '<module> 6 work 2 work 3 2 work 3 2 work 4')
  })
})

test('what is left out of the counts is left out of the trace', async () => {
  await expectShown('/* istanbul ignore next */\nlog(1)\nlog(2) // tstrace: no cover\nlog(3)', '<module> 4')
})

test('TypeScript: what is erased is not shown, what runs is', async () => {
  const program = 'enum Size { S }\ninterface Item { size: Size }\ntype T = Item\nlog(1 as number)'
  const { code } = instrument(program, { path: 'shop.ts', trace: true })
  expect(code).toContain('["shop.ts(1): enum Size { S }\\n"'.slice(1))
  expect(code).not.toContain('shop.ts(2)')
  expect(code).toContain('shop.ts(4)')
})

test('nobody listens: nothing is shown', async () => {
  const { code } = instrument('const f = (a = 1) => a\nlog(f())', {
    path: 'shop.js',
    sourceType: 'script',
    trace: true,
  })
  const realm = new Realm()
  await realm.run(code)
  expect(realm.log).toEqual(['1'])
  const [counted] = takeCounts(realmRecorder(realm.global))
  expect(counted?.counts.reduce((sum, count) => sum + count)).toBeGreaterThan(0)
})

test('builds with and without a trace are counted apart, and add up', () => {
  const program = 'globalThis.n = (globalThis.n ?? 0) + 1'
  const realm = new Realm()
  const recorder = realmRecorder(realm.global)
  const lines: string[] = []
  recorder.trace = { call() {}, line: (one) => void lines.push(one), end() {} }
  for (const trace of [false, true, true]) {
    realm.evaluate(`(() => {${instrument(program, { path: 'shop.js', sourceType: 'commonjs', trace }).code}})()`)
  }
  expect(lines).toHaveLength(2)
  const taken = takeCounts(recorder)
  expect(new Set(taken.map(({ path, hash, plan }) => `${path} ${hash} ${plan}`)).size).toBe(1)
})
