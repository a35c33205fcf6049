/** `var`, `let`, `const` and `using`. */
import type { VariableDeclaration, VariableDeclarator } from 'oxc-parser'
import type { CounterIndex } from '../../model/sites.ts'
import { isInert, unwrap } from '../inert.ts'
import { visitPattern } from './patterns.ts'
import type { Walk } from './walk.ts'

/** `at`: where a probe before the declaration goes; -1: no probe fits there. */
export function visitDeclaration(walk: Walk, node: VariableDeclaration, at: number): void {
  walk.withHint(node, () => {
    let front = at
    for (const one of node.declarations) {
      walk.withHint(one, () => visitDeclarator(walk, one, front))
      if (one.init) front = -1
    }
  })
  if (node.kind.endsWith('using')) walk.fn.currentCounter = -1
}

/** `at`: where its probe goes as long as nothing was evaluated behind that place; else -1. */
function visitDeclarator(walk: Walk, { id, init }: VariableDeclarator, at: number): void {
  const { fn } = walk
  const known = fn.currentCounter
  let counter: CounterIndex = -1
  if (init && !walk.isIgnored(init.start)) {
    const inner = unwrap(init)
    counter = walk.newSite([inner.start, inner.end], at)
  }
  const line = init && counter >= 0 ? walk.takeLine(unwrap(init).start) : 0
  if (line > 0 && at >= 0) walk.planter?.line(at, line, fn.scope)
  const before = fn.currentCounter
  if (id.type !== 'Identifier') visitPattern(walk, id, null)
  fn.currentCounter = before
  if (!init) return
  const isCountedHere = counter >= 0 && counter !== known && at < 0
  const name = id.type === 'Identifier' ? id.name : null
  if (isCountedHere || (line > 0 && at < 0)) walk.wrapped(init, isCountedHere ? counter : -1, name, true, line)
  else walk.expression(init, name)
  if (counter < 0 || walk.withDepth > 0 || !isInert(init) || id.type !== 'Identifier') fn.currentCounter = -1
}
