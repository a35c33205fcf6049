/** Beside a coverage tool that reads what esbuild makes of our text: functions declared in functions stay declarations. */
import { transformWithEsbuild } from 'vite'
import { expect, test } from 'vitest'
import { restoreBlockFunctions } from '../../src/instrument/block-functions.ts'
import { instrument } from '../../src/instrument/index.ts'

const source = `export function used(n: number): string {
  const base = 2
  function inner(x: number): number { return x * base }
  function second({ a } = { a: 1 }): number {
    return deep()
    function deep(): number { return a }
  }
  async function later(): Promise<void> {}
  const own = function () { return later.name }
  return [inner.name, second.name, own.name, own(), inner(n), second()].join()
}
function suspended() {
  return (async () => { const one = await 1; return held(); function held() { return one } })()
}
function lone() { let own = function () {}; return own.name }
export const rest = [lone(), suspended()]
`

function tooDeep(): never {
  throw new RangeError('Maximum call stack size exceeded')
}

async function transpile(text: string): Promise<string> {
  const code = instrument(text, { path: 'a.ts', coverage: 'esbuild' }).code
  return (await transformWithEsbuild(code, 'a.ts', { target: 'esnext' })).code
}

test('declarations get their form back, and what was written as a variable keeps its own', async () => {
  const transpiled = await transpile(source)
  expect(transpiled).toMatch(/let inner = function\(/)
  const { code } = restoreBlockFunctions(transpiled, 'a.ts')!
  expect(code).not.toMatch(/(?:let|,) (?:inner|second|deep|held) = function/)
  for (const name of ['inner', 'second', 'deep', 'held']) expect(code).toMatch(new RegExp(`function\\s+${name}\\s*\\(`))
  expect(code).toMatch(/let own = function\(/)
  expect(code.split('\n')).toHaveLength(transpiled.split('\n').length)
  const { used, rest } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    used(n: number): string
    rest: [string, Promise<number>]
  }
  expect(used(3)).toBe('inner,second,own,later,6,1')
  expect([rest[0], await rest[1]]).toEqual(['own', 1])
})

test.each([
  ['nothing of ours', 'export function f() { { let g = function() {}; g() } }'],
  ['no declaration within', 'export function f() { const g = () => h(); return g() }'],
])('%s: the text is left alone', async (_, text) => {
  expect(restoreBlockFunctions(text.includes('let') ? text : await transpile(text), 'a.ts')).toBeNull()
})

test('a tree that is too deep is left alone', () => {
  expect(restoreBlockFunctions('try { } finally { s.c = +c; }', 'a.ts', tooDeep)).toBeNull()
})
