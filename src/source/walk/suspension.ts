/** Where a function is suspended by `await` or `yield`, and resumed. */
import type { Expression, Node } from 'oxc-parser'
import { isAnonymousDefinition } from '../inert.ts'
import type { TracedFunction } from '../planter.ts'
import type { Walk } from './walk.ts'

export function visitSuspension(walk: Walk, node: Expression, operand: Expression | null, delegate: boolean): void {
  const { traced } = walk.fn
  if (!traced?.suspends) {
    if (operand) walk.expression(operand)
  } else if (node === walk.suspendedPattern && operand) visitSuspendingOperand(walk, operand, traced)
  else {
    const kind = operand === null ? 'bare' : delegate ? 'delegate' : 'operand'
    walk.callers?.suspendOpen(node.start, traced, kind)
    if (operand && delegate) visitIterable(walk, operand, traced, traced.async)
    else if (operand) visitSuspendingOperand(walk, operand, traced)
    walk.callers?.suspendClose(node, traced, kind)
  }
  walk.fn.currentCounter = -1
}

/** The operand of an `await` or `yield`. */
export function visitSuspendingOperand(walk: Walk, node: Expression, traced: TracedFunction): void {
  const isAnonymous = isAnonymousDefinition(node)
  walk.callers?.operandOpen(node.start, traced, isAnonymous)
  walk.expression(node, '<returned>')
  walk.callers?.operandClose(node, traced, isAnonymous)
}

/** What `yield*` or `for await` iterates over. `isAsync`: by its async iterator, if it has one. */
export function visitIterable(walk: Walk, node: Expression, traced: TracedFunction | null, isAsync: boolean): void {
  if (traced) walk.callers?.iterableOpen(node.start, traced)
  walk.expression(node)
  if (traced) walk.callers?.iterableClose(node, traced, isAsync)
}

/** What `visit` evaluates comes right behind a suspension. No probe fits between. */
export function resuming(walk: Walk, traced: TracedFunction | null, visit: () => void): void {
  const { fn } = walk
  const outer = fn.resumingFunction
  fn.resumingFunction = traced?.suspends ? traced : null
  visit()
  fn.resumingFunction = outer
}

/** An expression that may be the first to be evaluated behind a suspension. `wrap`: it can call something. */
export function visitResumed(walk: Walk, node: Node, wrap: boolean, name: string | null = null): void {
  const traced = wrap ? walk.fn.resumingFunction : null
  if (traced) walk.callers?.resumeExpressionOpen(node.start, traced)
  walk.expression(node, name)
  if (traced) walk.callers?.resumeExpressionClose(node.end)
}

/**
 * Visits a statement that destructures what it waits for: `const { x } = await y`. `source`: the `await`; null: the statement is
 * of another kind. The function is resumed behind the statement: if there is nothing to destructure, the engine's message quotes
 * what stands behind the `=`.
 */
export function destructuring(walk: Walk, source: Expression | null, end: number, visit: () => void): void {
  const { traced } = walk.fn
  if (!source || !traced?.suspends) return visit()
  walk.suspendedPattern = source
  resuming(walk, traced, visit)
  walk.planter?.separate(end)
  walk.callers?.resume(end, traced)
}

/** Behind an `await using`, whose disposal suspends the function. */
export function releaseBeforeDisposal(walk: Walk, at: number): void {
  const { traced } = walk.fn
  if (!traced?.delegates || !walk.callers) return
  walk.planter?.separate(at)
  walk.callers.releaseBeforeDisposal(at, traced)
}
