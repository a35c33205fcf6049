/** How much less deep a recursion can go: locals and a `try` take their place on the stack (src/README.md has the numbers). */
import { describe, expect, test } from 'vitest'
import { realmRecorder } from '../../src/runtime/recorder.ts'
import { traced } from './invisible.ts'
import { Realm } from './realm.ts'

const programs: Record<string, string> = {
  'a function of one line': 'function f(n) { seen(); return 1 + f(n + 1) }',
  'a function with branches': 'function f(n) { seen(); return n < 0 ? n : f(n + 1) + f(n + 2) }',
  'a method':
    'class Tree { visit(n) { seen(); if (n < 0) return n; return this.visit(n + 1) } } const f = () => new Tree().visit(0)',
  'a walk over a tree':
    'const tree = {}; tree.children = [tree]; function f(node = tree) { seen(); let sum = 0; for (const one of node.children) sum += f(one); return sum }',
}

function depth(code: string): number {
  const realm = new Realm()
  realmRecorder(realm.global)
  let calls = 0
  Object.assign(realm.global, { seen: () => void calls++ })
  realm.evaluate(`${code}; try { f() } catch {}`)
  return calls
}

describe('the stack holds most of a recursion', () => {
  test.each(Object.entries(programs))('of %s', (_, program) => {
    const bare = depth(program)
    expect(bare).toBeGreaterThan(500)
    expect(depth(traced(program, { callers: false })) / bare).toBeGreaterThan(0.85)
    expect(depth(traced(program)) / bare).toBeGreaterThan(0.62)
  })
})
