/** Classes and their members. */
import type { Class, ClassElement, Decorator, Expression, StaticBlock } from 'oxc-parser'
import type { CounterIndex } from '../../model/sites.ts'
import { bodyCallsNothing, callsNothing, isAnonymousDefinition, isInert, unwrap } from '../inert.ts'
import { keyName, memberNames } from '../naming.ts'
import type { Field } from '../shapes.ts'
import { blockStart, isInstanceField, methodKind } from '../shapes.ts'
import { newTracedFunction, startBody, visitFunction, visitGuarded } from './functions.ts'
import { type Walk, nesting } from './walk.ts'

export function visitClass(walk: Walk, node: Class, name: string): void {
  const visit = (): void => visitClassItself(walk, node, name)
  if (walk.hints.isHeaderExcluded(node.start, node.body.start)) walk.hints.ignoring(visit)
  else visit()
}

function visitClassItself(walk: Walk, node: Class, name: string): void {
  const { fn } = walk
  const { currentCounter, isStrict, lastTracedLine } = fn
  const className = node.id?.name ?? name
  visitDecorators(walk, node.decorators, className)
  fn.isStrict = true
  if (node.superClass) walk.expression(node.superClass)
  const names = walk.collector || walk.lineOf ? memberNames(className, node.body.body, walk.text) : null
  for (const element of node.body.body) {
    fn.currentCounter = -1
    walk.withHint(element, () => {
      visitElement(walk, element, className, names?.get(element) ?? '', node)
      walk.hints.dropUpTo(element.end)
    })
  }
  fn.currentCounter = isInert(node) ? currentCounter : -1
  fn.isStrict = isStrict
  fn.lastTracedLine = lastTracedLine
  walk.joinLines(node)
}

function visitElement(walk: Walk, node: ClassElement, className: string, name: string, owner: Class): void {
  if (node.type === 'StaticBlock') return visitStaticBlock(walk, node, name)
  if (node.type === 'TSIndexSignature' || node.type.startsWith('TSAbstract')) return
  const counter = countBefore(walk, node)
  visitDecorators(walk, node.decorators, name)
  if (node.computed) walk.expression(node.key)
  if (node.type === 'MethodDefinition') {
    const kind = methodKind(node.kind)
    const derived = kind === 'constructor' && owner.superClass !== null
    const fields = derived && owner.body.body.some(isInstanceField)
    visitFunction(walk, node.value, { kind, name, start: node.start, derived, fields })
  } else if (node.type === 'PropertyDefinition' || node.type === 'AccessorProperty') {
    if (node.value && !node.declare) visitField(walk, node, node.value, className, name, counter)
  }
}

/** `name`: what they stand before. */
function visitDecorators(walk: Walk, decorators: readonly Decorator[], name: string): void {
  for (const one of decorators) walk.within(walk.qualify(name), () => walk.expression(one.expression))
}

/** Takes the counter of a field whose value is an anonymous function or class; -1: it is another element. */
function countBefore(walk: Walk, node: ClassElement): CounterIndex {
  if (node.type !== 'PropertyDefinition' && node.type !== 'AccessorProperty') return -1
  const { value } = node
  if (!value || node.declare || !isAnonymousDefinition(value) || walk.isIgnored(value.start)) return -1
  const counter = walk.counters++
  if (isCountedBefore(walk, node))
    walk.planter?.fieldCount(node.start, counter, walk.fn.scope, node.static, walk.lineAt(value.start))
  return counter
}

/** A computed key names the anonymous function behind it, which can't be wrapped then. The probe goes before the field. */
function isCountedBefore(walk: Walk, node: Field): boolean {
  return node.computed || walk.planter?.countsBeforeFields === true
}

/** `counter`: of an anonymous function, or -1. */
function visitField(
  walk: Walk,
  node: Field,
  value: Expression,
  className: string,
  name: string,
  counter: CounterIndex,
): void {
  const { fn } = walk
  if (walk.isIgnored(value.start)) {
    const outer = walk.enter(name)
    walk.hints.ignoring(() => walk.expression(value))
    return walk.leave(outer)
  }
  // The value's own name, if it is a function, is the member's: no function is around it.
  const qualified = walk.qualify(name)
  const isAnonymous = isAnonymousDefinition(value)
  if (!isAnonymous && !callsNothing(value)) return visitInitializer(walk, node, value, className)
  const inner = unwrap(value)
  const own = isAnonymous ? counter : walk.counters++
  walk.collector?.statement([inner.start, inner.end], own, false)
  if (isAnonymous && isCountedBefore(walk, node)) return visitMemberValue(walk, value, qualified)
  const inferred = isAnonymous ? keyName(node.key, false, walk.text) : null
  walk.planter?.wrapOpen(inner.start, own, fn.scope, inferred, walk.lineAt(inner.start))
  visitMemberValue(walk, inner, qualified)
  walk.planter?.wrapClose(inner, inferred)
}

/** An initializer that can call something is a function of its own. */
function visitInitializer(walk: Walk, node: Field, value: Expression, className: string): void {
  const inner = unwrap(value)
  const key = keyName(node.key, node.computed, walk.text)
  const outer = walk.enter(`${className}.<${node.static ? 'static' : 'init'} ${key}>`)
  walk.nest(nesting.field - nesting.function)
  const { fn } = walk
  const traced = newTracedFunction(walk, [], { name: fn.name })
  const { counter } = traced
  walk.collector?.function('field', fn.name, [node.key.start, node.key.end], [inner.start, inner.end], counter)
  walk.collector?.statement([inner.start, inner.end], counter, false)
  const line = walk.takeLine(inner.start)
  if (walk.callers) walk.callers.fieldOpen(inner.start, traced, fn.scope, line)
  else walk.planter?.wrapOpen(inner.start, counter, fn.scope, null, line)
  fn.currentCounter = counter
  walk.expression(inner)
  if (walk.callers) walk.callers.fieldClose(inner)
  else walk.planter?.wrapClose(inner, null)
  walk.leave(outer)
}

/** Nothing suspends in there, and no caller state of the function around may be touched. */
function visitMemberValue(walk: Walk, value: Expression, qualified: string): void {
  const { fn } = walk
  const { traced, name } = fn
  fn.traced = null
  fn.name = ''
  walk.nest(nesting.field)
  walk.expression(value, qualified)
  walk.nest(-nesting.field)
  fn.traced = traced
  fn.name = name
}

function visitStaticBlock(walk: Walk, node: StaticBlock, name: string): void {
  if (walk.isIgnored(node.start)) return
  const outer = walk.enter(name)
  const traced = newTracedFunction(walk, node.body, { name: walk.fn.name, pure: bodyCallsNothing(node.body) })
  const span = [node.start, node.end] as const
  walk.collector?.function('static-block', traced.name, [node.start, node.start + 1], span, traced.counter)
  startBody(walk, traced)
  const at = blockStart(walk.text, node.start + 'static'.length)
  walk.planter?.enter(at, traced)
  visitGuarded(walk, node.body, [], at, node.end - 1, traced)
  walk.leave(outer)
}
