/** Programs that are nested deeply, or are long chains: they run as without us, counted or with a message. */
import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { instrument, instrumentBy } from '../../src/instrument/instrument.ts'

/** Programs of `n` links: they must be counted wherever V8 takes the bare text. */
const chains: Record<string, (n: number) => string> = {
  sums: (n) => `let s = 0; s${'+1'.repeat(n)}`,
  'else-ifs': (n) => `let x = -1; ${'if (x === 1) x = 1; else '.repeat(n)}x = 2`,
  'else-ifs with blocks': (n) => `let x = -1; ${'if (x === 1) { x = 1 } else '.repeat(n)}{ x = 2 }`,
  conditionals: (n) => `let x = -1; x = ${'x === 1 ? 2 : '.repeat(n)}3`,
  promises: (n) => `const p = { then() { return this } }; p${'.then(() => 1)'.repeat(n)}`,
  calls: (n) => `const f = () => f; f${'()'.repeat(n)}`,
  members: (n) => `const a = {}; a.a = a; a${'.a'.repeat(n)}`,
  ands: (n) => `const a = 1; a${'&&a'.repeat(n)}`,
  'ands that a function returns': (n) => `const f = (a) => a${'||a'.repeat(n)}; f(0)`,
  templates: (n) => `let s = ''; s${'+`${s}`'.repeat(n)}`,
}

/** Programs that are nested. */
const nests: Record<string, (n: number) => string> = {
  arrays: (n) => `${'['.repeat(n)}${']'.repeat(n)}`,
  objects: (n) => `(${'{a:'.repeat(n)}1${'}'.repeat(n)})`,
  parentheses: (n) => `${'('.repeat(n)}1${')'.repeat(n)}`,
  arguments: (n) => `const f = (a) => a; ${'f('.repeat(n)}1${')'.repeat(n)}`,
  blocks: (n) => `${'{'.repeat(n)}${'}'.repeat(n)}`,
  ifs: (n) => `let x = 1; ${'if (x) '.repeat(n)}x = 2`,
  loops: (n) => `${'for (;0;) '.repeat(n)};`,
  'arrow functions': (n) => `const f = ${'() => '.repeat(n)}1`,
  functions: (n) => `${'function f() {'.repeat(n)}${'}'.repeat(n)}`,
  negations: (n) => `let a = 1; a = ${'!'.repeat(n)}a`,
  assignments: (n) => `let a; ${'a = '.repeat(n)}1`,
  'conditionals in conditionals': (n) => `let x = 1; x = ${'x ? '.repeat(n)}1${': 2'.repeat(n)}`,
  'ors to the right': (n) => `let x = 0; x = ${'x || ('.repeat(n)}1${')'.repeat(n)}`,
  classes: (n) => `${'(class { static a = f('.repeat(n)}1${') })'.repeat(n)}; function f() {}`,
  fields: (n) => `${'(class { static a = '.repeat(n)}1${'})'.repeat(n)}`,
  'template literals': (n) => `${'`${'.repeat(n)}1${'}`'.repeat(n)}`,
}

function verdict(code: string): string {
  try {
    vm.runInThisContext(`(function () {${code}\n})()`)
    return 'ends well'
  } catch (error) {
    return error instanceof Error ? error.name : 'throws'
  }
}

describe.each([true, false])('with callers %s', (callers) => {
  const instrumented = (text: string): ReturnType<typeof instrument> =>
    instrument(text, { path: 'deep.js', callers, sourceType: 'commonjs' })

  test.each(Object.entries(chains))('%s are counted', (_, program) => {
    const text = program(2000)
    expect(verdict(text)).toBe('ends well')
    const { code, warnings } = instrumented(text)
    expect(warnings).toEqual([])
    expect(verdict(code)).toBe('ends well')
  })

  test.each(Object.entries(nests))('%s run as without us', (_, program) => {
    for (const n of [200, 450, 650, 900, 1100, 1500]) {
      const text = program(n)
      const { code, warnings } = instrumented(text)
      expect(verdict(code), `${n}`).toBe(verdict(text))
      if (warnings.length > 0) expect(warnings).toMatchObject([{ slug: 'not-counted', uncounted: 'deep.js' }])
      else expect(code).not.toBe(text)
    }
  })

  test('a sum of 20,000 terms is counted', () => {
    const { code, warnings } = instrumented((chains['sums'] as (n: number) => string)(20_000))
    expect(warnings).toEqual([])
    expect(verdict(code)).toBe('ends well')
  })
})

test('what the parser could not bear runs as it is', () => {
  const text = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  expect(instrument(text, { path: 'deep.js' })).toMatchObject({ code: text, warnings: [{ slug: 'not-counted' }] })
})

test('a fault of our own leaves the text as it is', () => {
  const failing = (): never => {
    throw new TypeError('no tree')
  }
  const { code, warnings } = instrumentBy(failing, 'a()', { path: 'a.js' })
  expect(code).toBe('a()')
  const message = expect.stringContaining('an error in tstrace: no tree') as string
  expect(warnings).toMatchObject([{ slug: 'not-counted', message }])
})
