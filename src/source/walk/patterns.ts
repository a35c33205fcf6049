/** Binding and assignment targets. */
import type { Expression, Node } from 'oxc-parser'
import { holdsSuspension } from '../guard.ts'
import { callsNothing, isAnonymousDefinition, unwrap } from '../inert.ts'
import type { TracedFunction } from '../planter.ts'
import type { DefaultValue } from '../shapes.ts'
import { visitResumed } from './suspension.ts'
import { type Walk, sameLine } from './walk.ts'

/** `traced`: the function whose parameter this is; null: it is no parameter. */
export function visitPattern(walk: Walk, node: Node, traced: TracedFunction | null): void {
  walk.fn.currentCounter = -1
  switch (node.type) {
    case 'Identifier':
      return
    case 'AssignmentPattern':
      return visitDefaultValue(walk, node, traced)
    case 'ArrayPattern':
      for (const element of node.elements) if (element) visitPattern(walk, element, traced)
      return
    case 'ObjectPattern':
      for (const property of node.properties) visitPattern(walk, property, traced)
      return
    case 'Property':
      if (node.computed) visitOnBehalf(walk, node.key as Expression, traced)
      return visitPattern(walk, node.value, traced)
    case 'RestElement':
      return visitPattern(walk, node.argument, traced)
    case 'MemberExpression':
      visitResumed(walk, node.object, node.object.type !== 'Super')
      if (node.computed) walk.expression(node.property)
      return
    default:
      walk.expression(node)
  }
}

export function visitDefaultValue(walk: Walk, node: DefaultValue, traced: TracedFunction | null): void {
  const { left, right } = node
  if (walk.hints.take(node.start) || walk.hints.take(left.start) || walk.isIgnored(left.start)) {
    return walk.hints.ignoring(() => {
      visitPattern(walk, left, traced)
      visitOnBehalf(walk, right, traced)
    })
  }
  visitPattern(walk, left, traced)
  const { fn } = walk
  const inner = unwrap(right)
  const arms = walk.collector?.branch('default-arg', [left.start, node.end]) ?? []
  const counter = walk.newArm(arms, [inner.start, inner.end])
  const name = left.type === 'Identifier' ? left.name : null
  const inferred = name !== null && isAnonymousDefinition(right) ? name : null
  const before = fn.lastTracedLine
  walk.planter?.wrapOpen(inner.start, counter, fn.scope, inferred, walk.takeLine(inner.start))
  fn.currentCounter = counter
  visitOnBehalf(walk, inner, traced, name)
  walk.planter?.wrapClose(inner, inferred)
  fn.lastTracedLine = sameLine(fn.lastTracedLine, before)
  fn.currentCounter = -1
}

/** What runs before the body of a function is the function's all the same: calls in there are made by it. */
function visitOnBehalf(walk: Walk, node: Expression, traced: TracedFunction | null, name: string | null = null): void {
  const canCall = !callsNothing(node) && !isAnonymousDefinition(node)
  if (!traced) return visitResumed(walk, node, canCall, name)
  const isWrapped = canCall && !mayDeclare(walk, node) && !mustNotBeWrapped(walk, node)
  if (isWrapped) walk.callers?.onBehalfOpen(node.start, traced, walk.fn.scope)
  walk.expression(node, name)
  if (isWrapped) walk.callers?.onBehalfClose(node.end)
}

/** A sloppy `eval('var x')` declares for the parameters behind it. In a function around it, it would not. */
function mayDeclare(walk: Walk, node: Expression): boolean {
  return !walk.fn.isStrict && /\beval\b/.test(walk.text.slice(node.start, node.end))
}

/** The engine refuses an `await` in a parameter. In a function around it, it would not. */
function mustNotBeWrapped(walk: Walk, node: Expression): boolean {
  return /\b(?:yield|await)\b/.test(walk.text.slice(node.start, node.end)) && holdsSuspension(node)
}
