/** What each ignore hint hides, and what becomes of a hint that hides nothing. */
import { Script } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { instrument } from '../../src/instrument/index.ts'
import { findSites } from '../../src/source/number-source.ts'
import type { FileSites, Range } from '../../src/model/sites.ts'
import { AcceptedDifferences } from '../conformance/compare.ts'
import { extraSites } from '../conformance/extras.ts'
import { askIstanbul } from '../conformance/oracle.ts'
import { istanbulSites, ourSites } from '../conformance/site-keys.ts'

const path = 'shop.ts'

function sitesOf(text: string): { sites: FileSites; warnings: string[] } {
  const found = findSites(text, { path })
  if (!('sites' in found)) throw new Error(found.message)
  return { sites: found.sites, warnings: found.warnings.map((warning) => warning.message) }
}

/** The same text with comments that hint at nothing. */
function unhinted(text: string): string {
  return text.replaceAll(/(?<=\w )ignore|(?<=tstrace: )no/g, (word) => word.toUpperCase())
}

/** What the hints of a text take away: its statements, `function name`, and arms as `branch -> arm`. */
function hidden(text: string): string[] {
  const before = described(text, sitesOf(unhinted(text)).sites)
  const left = described(text, sitesOf(text).sites)
  expect(left.filter((one) => !before.includes(one))).toEqual([])
  return before.filter((one) => !left.includes(one))
}

function described(text: string, sites: FileSites): string[] {
  const lines = text.split('\n')
  const source = ({ start, end }: Range): string => {
    const covered = lines.slice(start.line - 1, end.line)
    covered[covered.length - 1] = (covered.at(-1) as string).slice(0, end.column)
    covered[0] = (covered[0] as string).slice(start.column)
    const plain = covered.map((line) => line.replaceAll(/\/\*.*?\*\/|\/\/.*$/g, ''))
    return plain.join(' ').replaceAll(/\s+/g, ' ').trim()
  }
  const functions = sites.functions.filter(({ kind }) => kind !== 'module')
  const allArms = sites.branches.flatMap(({ kind, range, arms }) =>
    arms.map((arm) => {
      const isThen = arm.range?.start === range.start || JSON.stringify(arm.range) === JSON.stringify(range)
      const name = kind === 'if' ? (isThen ? 'then' : 'else') : source(arm.range as Range)
      return `${source(range)} -> ${name}`
    }),
  )
  return [
    ...sites.statements.map((one) => source(one.range)),
    ...functions.map(({ name }) => `function ${name}`),
    ...allArms,
  ]
}

/** By title: the text, and what must be hidden in it. */
type Cases = Record<string, [text: string, hides: string[]]>

/** These mean to us what they mean to Istanbul. */
const istanbulHints: Cases = {
  'a statement': ['/* istanbul ignore next */\nship(cart)\nbill(cart)', ['ship(cart)']],
  'with a reason': ['/* istanbul ignore next: never reached */ ship()', ['ship()']],
  'with @preserve': ['/* istanbul ignore next -- @preserve */ ship()', ['ship()']],
  'in a line comment': ['// istanbul ignore next\nship()', ['ship()']],
  'behind other comments': ['/* istanbul ignore next */ // because\n/* of this */ ship()', ['ship()']],
  'a declaration': [
    '/* istanbul ignore next */ const a = b ? 1 : 2',
    ['b ? 1 : 2', 'b ? 1 : 2 -> 1', 'b ? 1 : 2 -> 2'],
  ],
  'a declarator': ['const a = 1, /* istanbul ignore next */ b = ship()', ['ship()']],
  'the head of a loop': ['for (/* istanbul ignore next */ let i = 0; i < 2; i++) ship(i)', ['0']],
  'an exported constant': [
    '/* istanbul ignore next */ export const total = (cart) => cart.sum',
    ['(cart) => cart.sum', 'cart.sum', 'function total'],
  ],
  'an exported function': ['/* istanbul ignore next */ export function f() { ship() }', ['ship()', 'function f']],
  'a default export': ['/* istanbul ignore next */\nexport default function f() { ship() }', ['ship()', 'function f']],
  'an exported class with decorators': [
    '/* istanbul ignore next */ @sealed export class Cart { add() { ship() } }',
    ['ship()', 'function Cart.add'],
  ],
  'an if': ['/* istanbul ignore if */ if (a) { b() }', ['b()', 'if (a) { b() } -> then']],
  'an else': ['/* istanbul ignore else */ if (a) b(); else c()', ['c()', 'if (a) b(); else c() -> else']],
  'an else that nobody wrote': ['/* istanbul ignore else */ if (a) b()', ['if (a) b() -> else']],
  'a chained if': [
    'if (a) b()\nelse /* istanbul ignore next */ if (c) d()',
    ['if (c) d()', 'd()', 'if (c) d() -> then', 'if (c) d() -> else'],
  ],
  'the if of a chained if': ['if (a) b()\nelse /* istanbul ignore if */ if (c) d()', ['d()', 'if (c) d() -> then']],
  'the else of a chained if': [
    'if (a) b()\nelse /* istanbul ignore else */ if (c) d(); else e()',
    ['e()', 'if (c) d(); else e() -> else'],
  ],
  'a block': ['if (a) /* istanbul ignore next */ { b() } else /* istanbul ignore next */ { c() }', ['b()', 'c()']],
  'a case': [
    'switch (a) { /* istanbul ignore next */ case 1: b(); default: c() }',
    ['b();', 'switch (a) { case 1: b(); default: c() } -> case 1: b();'],
  ],
  'a default case': [
    'switch (a) { case 1: b(); /* istanbul ignore next */ default: c() }',
    ['c()', 'switch (a) { case 1: b(); default: c() } -> default: c()'],
  ],
  'an arm of a conditional': ['a = b ? /* istanbul ignore next */ c() : d()', ['b ? c() : d() -> c()']],
  'the other arm': ['a = b ? c() : /* istanbul ignore next */ d()', ['b ? c() : d() -> d()']],
  'a side of a chain': ['a(b || /* istanbul ignore next */ c())', ['b || c() -> c()']],
  'a chain in a chain': ['a(b || /* istanbul ignore next */ (c && d))', ['b || (c && d) -> c', 'b || (c && d) -> d']],
  'a whole chain': ['a(/* istanbul ignore next */ b && c)', ['b && c -> b', 'b && c -> c']],
  'a class': [
    '/* istanbul ignore next */ class Cart { x = 1; add() { ship() } }',
    ['1', 'ship()', 'function Cart.add'],
  ],
  'a method': [
    'class Cart { /* istanbul ignore next */ add() { ship() } total() { sum() } }',
    ['ship()', 'function Cart.add'],
  ],
  'a static method': [
    'class Cart {\n  // istanbul ignore next\n  static add() { ship() }\n}',
    ['ship()', 'function Cart.add'],
  ],
  'a constructor': [
    'class Cart { /* istanbul ignore next */ constructor(a = 1) { ship() } }',
    ['ship()', 'function Cart.constructor', 'a = 1 -> 1'],
  ],
  'a field': ['class Cart { /* istanbul ignore next */ x = ship(); y = 2 }', ['ship()', 'function Cart.<init x>']],
  'an arrow function': ['on(/* istanbul ignore next */ () => ship())', ['ship()', 'function on() callback']],
  'a function expression': [
    'on(/* istanbul ignore next */ function () { ship() })',
    ['ship()', 'function on() callback'],
  ],
  'the body of a function': ['function f() /* istanbul ignore next */ { ship() }', ['ship()']],
  'the body of a loop': ['for (const a of b) /* istanbul ignore next */ { ship() }', ['ship()']],
  'the body of a catch': [
    'try { a() } catch /* istanbul ignore next */ { b() } finally /* istanbul ignore next */ { c() }',
    ['b()', 'c()'],
  ],
  'a method of an object': ['a({ /* istanbul ignore next */ m() { ship() } })', ['ship()', 'function m']],
  'a default value': [
    'function f(/* istanbul ignore next */ a = b || 1) {}',
    ['a = b || 1 -> b || 1', 'b || 1 -> b', 'b || 1 -> 1'],
  ],
  'a default value with a pattern': [
    'function f(/* istanbul ignore next */ { a = 1 } = {}) {}',
    ['{ a = 1 } = {} -> {}', 'a = 1 -> 1'],
  ],
  'a label': [
    '/* istanbul ignore next */ rows: for (const a of b) continue rows',
    ['rows: for (const a of b) continue rows', 'for (const a of b) continue rows', 'continue rows'],
  ],
  'a file': ['/* istanbul ignore file */\nship(() => 1)', ['ship(() => 1)', '1', 'function ship() callback']],
}

describe('hints of Istanbul hide what they hide there', () => {
  test.each(Object.entries(istanbulHints))('%s', (_, [text, hides]) => {
    expect(hidden(text).sort()).toEqual([...hides].sort())
    expect(sitesOf(text).warnings).toEqual([])
    expect(comparable(text)).toEqual(istanbuls(text))
  })
})

function comparable(text: string): string[] {
  const { sites } = sitesOf(text)
  const extras = extraSites(text, path, sites)
  return [...ourSites(sites).keys()].filter((key) => !extras.has(key)).sort()
}

function istanbuls(text: string): string[] {
  return [...istanbulSites(askIstanbul(text, path, true).coverage).keys()].sort()
}

/** Here Istanbul does not look for a hint (test/conformance/accepted-differences.md). */
const further: Cases = {
  'before the keyword else': [
    'if (a) b()\n/* istanbul ignore next */ else if (c) d()',
    ['if (c) d()', 'd()', 'if (c) d() -> then', 'if (c) d() -> else'],
  ],
  'before the keyword else, of its if': [
    'if (a) b()\n/* istanbul ignore else */\nelse if (c) d()',
    ['if (c) d() -> else'],
  ],
  'before the keyword else, of a block': ['if (a) b()\n/* istanbul ignore next */\nelse { d() }', ['d()']],
  'a catch': ['try { a() } /* istanbul ignore next */ catch (e) { b(e) }', ['b(e)']],
  "an arrow function's expression": ['on(() => /* istanbul ignore next */ ship())', ['ship()']],
  'a property': ['a({ /* istanbul ignore next */ m: () => 1, n: 2 })', ['1', 'function m']],
  'a private method': ['class Cart { /* istanbul ignore next */ #add() { ship() } }', ['ship()', 'function Cart.#add']],
  'a static block': [
    'class Cart { /* istanbul ignore next */ static { ship() } }',
    ['ship()', 'function Cart.<static>'],
  ],
  'a call': ['a(/* istanbul ignore next */ b(() => 1))', ['1', 'function b() callback']],
  'from start to stop': ['/* istanbul ignore start */\na()\n/* istanbul ignore stop */\nb()', ['a()']],
  'an initialiser': ['const a = /* istanbul ignore next */ b ? 1 : 2', ['b ? 1 : 2 -> 1', 'b ? 1 : 2 -> 2']],
  'in a documentation comment': ['/** istanbul ignore next */ ship()', ['ship()']],
  'in a comment that minifiers keep': ['/*! istanbul ignore next */ ship()', ['ship()']],
}

describe('hints of Istanbul work in further places', () => {
  test('which are accepted differences', () => {
    const accepted = new AcceptedDifferences('Hints')
    expect(accepted.others('hints', Object.keys(further))).toEqual([])
    expect(accepted.unneeded()).toEqual([])
  })
  test.each(Object.entries(further))('%s', (_, [text, hides]) => {
    expect(hidden(text).sort()).toEqual([...hides].sort())
    expect(sitesOf(text).warnings).toEqual([])
    expect(comparable(text)).not.toEqual(istanbuls(text))
  })
})

const v8Hints: Cases = {
  'v8 ignore next': ['/* v8 ignore next */\nship()\nbill()', ['ship()']],
  'c8 ignore next': ['class Cart { /* c8 ignore next */ add() { ship() } }', ['ship()', 'function Cart.add']],
  'v8 ignore next with a reason': ['/* v8 ignore next -- @preserve */ ship()', ['ship()']],
  'v8 ignore if': ['/* v8 ignore if */ if (a) b()', ['b()', 'if (a) b() -> then']],
  'v8 ignore else': ['/* v8 ignore else */ if (a) b()', ['if (a) b() -> else']],
  'v8 ignore start and stop': [
    'a()\n/* v8 ignore start */\nb()\nfunction f() { c() }\n/* v8 ignore stop */\nd()',
    ['b()', 'c()', 'function f'],
  ],
  'c8 ignore start and stop': ['// c8 ignore start\nb()\n// c8 ignore stop\nd()', ['b()']],
  'v8 ignore start to the end': ['a()\n/* v8 ignore start */\nb()', ['b()']],
  'start and stop within a function': [
    'function f() {\n  a()\n  /* v8 ignore start */\n  b()\n  /* v8 ignore stop */\n  c()\n}',
    ['b()'],
  ],
  'start and stop around an else': [
    'if (a) b()\n/* v8 ignore start */\nelse c()\n/* v8 ignore stop */\nd()',
    ['c()', 'if (a) b() else c() -> else'],
  ],
  'start and stop around a case': [
    'switch (a) {\n  case 1: b()\n  /* v8 ignore start */\n  default: c()\n  /* v8 ignore stop */\n}',
    ['c()', 'switch (a) { case 1: b() default: c() } -> default: c()'],
  ],
  'start and stop around an arm': [
    'a = b\n  ? c()\n  /* v8 ignore start */\n  : d()\n/* v8 ignore stop */',
    ['b ? c() : d() -> d()'],
  ],
  'start and stop around a label': [
    '/* v8 ignore start */\nrows: /* v8 ignore stop */\nfor (const a of b) continue rows',
    ['rows: for (const a of b) continue rows'],
  ],
  'c8 ignore next 2': ['/* c8 ignore next 2 */\na()\nb()\nc()', ['a()', 'b()']],
  'v8 ignore next 1': ['/* v8 ignore next 1 */\na()\nb()', ['a()']],
  'v8 ignore file': ['/* v8 ignore file */\na()', ['a()']],
  'c8 ignore file': ['a()\n/* c8 ignore file */', ['a()']],
}

describe('hints of v8 and c8', () => {
  test.each(Object.entries(v8Hints))('%s', (_, [text, hides]) => {
    expect(hidden(text).sort()).toEqual([...hides].sort())
    expect(sitesOf(text).warnings).toEqual([])
  })
})

const ownHints: Cases = {
  'one line': ['a()\nb() // tstrace: no cover\nc()', ['b()']],
  'a line, not its block': [
    'if (a) { // tstrace: no cover\n  b()\n}',
    ['if (a) { b() }', 'if (a) { b() } -> then', 'if (a) { b() } -> else'],
  ],
  'in front of the line': ['/* tstrace: no cover */ b(); c()\nd()', ['b();', 'c()']],
  'a function': [
    'function f() { // tstrace: no cover\n  a()\n  return () => b\n}\nc()',
    ['a()', 'return () => b', 'b', 'function f', 'function f.<returned>'],
  ],
  'a function with parameters on many lines': [
    'function f(\n  a = 1,\n) { // tstrace: no cover\n  b(a)\n}',
    ['b(a)', 'function f', 'a = 1 -> 1'],
  ],
  'a function from the first line of its header': [
    'function f( // tstrace: no cover\n  a = 1,\n) {\n  b(a)\n}',
    ['b(a)', 'function f', 'a = 1 -> 1'],
  ],
  'an arrow function': [
    'on(() => { // tstrace: no cover\n  a()\n})\nb()',
    ['on(() => { a() })', 'a()', 'function on() callback'],
  ],
  'a method': [
    'class Cart {\n  add() { // tstrace: no cover\n    a()\n  }\n  total() { b() }\n}',
    ['a()', 'function Cart.add'],
  ],
  'a class': [
    'class Cart { // tstrace: no cover\n  x = a()\n  add() { b() }\n}\nc()',
    ['a()', 'b()', 'function Cart.<init x>', 'function Cart.add'],
  ],
  'a class on many lines': [
    'class Cart\n  extends Base { // tstrace: no cover\n  add() { b() }\n}\nc()',
    ['b()', 'function Cart.add'],
  ],
  'an exported class': ['export class Cart { // tstrace: no cover\n  add() { b() }\n}', ['b()', 'function Cart.add']],
  'with a reason': ['a() // tstrace: no cover, the platform does that', ['a()']],
  'a label': [
    'rows: // tstrace: no cover\nfor (const a of b) { if (a) continue rows }',
    ['rows: for (const a of b) { if (a) continue rows }'],
  ],
}

describe('tstrace: no cover', () => {
  test.each(Object.entries(ownHints))('%s', (_, [text, hides]) => {
    expect(hidden(text).sort()).toEqual([...hides].sort())
    expect(sitesOf(text).warnings).toEqual([])
  })
})

test('a label keeps its loop, whatever is hidden', () => {
  const loop = 'for (const a of b) { if (a) continue rows }'
  for (const label of ['/* v8 ignore start */ rows: /* v8 ignore stop */', 'rows: // tstrace: no cover\n']) {
    const { code } = instrument(`${label}${loop}`, { path: 'shop.js', sourceType: 'script' })
    expect(() => new Script(code)).not.toThrow()
  }
})

describe('a hint that hides nothing is reported', () => {
  const useless: Record<string, [text: string, line: number]> = {
    'no such hint of Istanbul': ['a()\n/* istanbul ignore everything */\nb()', 2],
    'no such hint of v8': ['/* v8 ignore nxt */ b()', 1],
    'no such hint of ours': ['a() // tstrace: nocover', 1],
    'a hint without a word': ['/* istanbul ignore */ a()', 1],
    'a stop without a start': ['a()\n/* c8 ignore stop */', 2],
    'if before no if': ['/* istanbul ignore if */ a()', 1],
    'else before no if': ['/* istanbul ignore else */ for (;;) break', 1],
    'at the end of a block': ['function f() {\n  a()\n  /* istanbul ignore next */\n}', 3],
    'at the end of a file': ['a()\n// istanbul ignore next', 2],
    'at the end of a class': ['class Cart { a() {} /* istanbul ignore next */ }', 1],
    'before an operator': ['a = b /* istanbul ignore next */ || c', 1],
    'in a type': ['let a: /* istanbul ignore next */ string = b || c', 1],
    'before a comma': ['a(b /* istanbul ignore next */, () => c)', 1],
  }
  test.each(Object.entries(useless))('%s', (_, [text, line]) => {
    expect(hidden(text)).toEqual([])
    const { warnings } = sitesOf(text)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(`shop.ts:${line}`)
    expect(warnings[0]).toMatch(/The hint "(istanbul|v8|c8|tstrace)/)
  })

  const unsuspicious = [
    '// we ignore next to nothing',
    '/* istanbul is a city */',
    '// tstrace counts this',
    '// @ts-ignore',
    '// eslint-disable-next-line',
    '/* v8 is fast */',
  ]
  test.each(unsuspicious)('%s is no hint', (comment) => {
    expect(sitesOf(`${comment}\na()`).warnings).toEqual([])
  })

  test('a hint within what is hidden anyway needs no word', () => {
    expect(sitesOf('/* istanbul ignore next */ function f() { a() /* istanbul ignore next */ }').warnings).toEqual([])
    expect(sitesOf('/* istanbul ignore next */ { a() /* istanbul ignore if */ }').warnings).toEqual([])
  })
})
