/** What a suspended function keeps alive: no more than it would without us. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { instrument } from '../../src/instrument/instrument.ts'

/** Each suspends a function, and says whether the object that `make` gave it can be collected meanwhile. */
const programs: Record<string, string> = {
  yield: 'function* f() { yield make(); use() } const g = f(); g.next()',
  'a second yield': 'function* f() { yield make(); yield 1 } const g = f(); g.next(); g.next()',
  'a value sent in': 'function* f() { use(yield 1); yield } const g = f(); g.next(); g.next(make())',
  'a value sent in, before a yield*':
    'function* f() { use(yield 1); yield* [1, 2] } const g = f(); g.next(); g.next(make())',
  'yield*': 'function* f() { yield* [make].map((one) => one()) } const g = f(); g.next()',
  await: 'async function f() { use(await make()); await new Promise(() => {}) } const g = f()',
  'an operand': 'async function f() { await use(make()) } const g = f()',
  'for await':
    'async function* s() { yield 1; await new Promise(() => {}) } async function f() { for await (const x of s()) use(await make()) } const g = f()',
  'a yield in an async generator': 'async function* f() { yield make(); yield 1 } const g = f(); g.next(); g.next()',
  catch: 'function* f() { try { throw make() } catch { yield 1 } } const g = f(); g.next()',
  parameters: 'function* f({ a }) { yield a; yield 1 } const g = f({ a: make() }); g.next(); g.next()',
}

const driver = `
let made
const make = () => { const one = { big: [] }; made = new WeakRef(one); return one }
const use = (one) => new Promise(() => {})
const kept = []
async function main() {
  const found = {}
  for (const [name, program] of Object.entries(PROGRAMS)) {
    kept.push(new Function('make', 'use', program + ';return g')(make, use))
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate)
    gc()
    await new Promise(setImmediate)
    gc()
    found[name] = made.deref() === undefined
  }
  console.log(JSON.stringify(found))
}
main()`

function collected(of: (program: string) => string): Record<string, boolean> {
  const texts = Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, of(program)]))
  const script = driver.replace('PROGRAMS', () => JSON.stringify(texts))
  const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', '-e', script], { encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as Record<string, boolean>
}

test('what a function has handed out can be collected while it is suspended', () => {
  const bare = collected((program) => program)
  expect(bare['yield']).toBe(true)
  expect(collected((program) => instrument(program, { path: 'a.js', sourceType: 'commonjs' }).code)).toEqual(bare)
})
