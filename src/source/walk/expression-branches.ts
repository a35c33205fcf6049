/** Expressions that branch: `?:`, `&&`, `||`, `??`. */
import type { ConditionalExpression, Expression, LogicalExpression } from 'oxc-parser'
import type { Line } from '../../model/sites.ts'
import type { Arms } from '../collect.ts'
import { unwrap } from '../inert.ts'
import { type Walk, sameLine } from './walk.ts'

/** With the `?:`s behind its colon in a loop: a chain of them may be longer than the stack. */
export function visitConditional(walk: Walk, node: ConditionalExpression, name: string | null): void {
  walk.expression(node.test)
  const { fn } = walk
  const lines: Line[] = []
  let current = node
  for (;;) {
    const arms = walk.newBranch('cond-expr', current)
    const tested = fn.lastTracedLine
    visitArm(walk, current.consequent, arms, name)
    lines.push(fn.lastTracedLine)
    fn.lastTracedLine = tested
    const { alternate } = current
    if (alternate.type !== 'ConditionalExpression' || walk.planter?.nestsConditionals === true) {
      visitArm(walk, alternate, arms, name)
      break
    }
    fn.currentCounter = -1
    if (walk.hints.take(alternate.start)) {
      walk.hints.ignoring(() => walk.expression(alternate))
      break
    }
    visitNextTest(walk, alternate, arms)
    current = alternate
  }
  for (const line of lines.reverse()) fn.lastTracedLine = sameLine(fn.lastTracedLine, line)
  fn.currentCounter = -1
}

/** Whoever comes to an arm that is another `?:` evaluates its test, so the arm is counted there. */
function visitNextTest(walk: Walk, { test, start, end }: ConditionalExpression, arms: Arms | null): void {
  if (!arms || walk.isIgnored(start)) return walk.expression(test)
  const { fn } = walk
  const counter = walk.newArm(arms, [start, end])
  walk.planter?.wrapOpen(start, counter, fn.scope, null, walk.takeLine(start))
  fn.currentCounter = counter
  walk.expression(test)
  walk.planter?.wrapClose(test, null)
}

function visitArm(walk: Walk, node: Expression, arms: Arms | null, name: string | null): void {
  const inner = unwrap(node)
  walk.fn.currentCounter = -1
  if (walk.hints.takeInParentheses(node)) return walk.hints.ignoring(() => walk.expression(node))
  if (!arms || walk.isIgnored(inner.start)) return walk.expression(node, name)
  walk.wrapped(node, walk.newArm(arms, [inner.start, inner.end]), name)
}

export function visitLogical(walk: Walk, node: LogicalExpression, name: string | null): void {
  const { fn } = walk
  const arms = walk.newBranch('binary-expr', node)
  // The probe goes before the whole, as its first operand will start with an inserted parenthesis.
  const counter = arms && fn.currentCounter < 0 ? walk.counters++ : -1
  if (counter >= 0) {
    fn.currentCounter = counter
    walk.planter?.wrapOpen(node.start, counter, fn.scope, null, walk.takeLine(node.start))
  }
  visitOperands(walk, node, arms, name)
  if (counter >= 0) walk.planter?.wrapClose(node, null)
  walk.joinLines(node)
  fn.currentCounter = -1
}

function visitOperands(walk: Walk, node: LogicalExpression, arms: Arms | null, name: string | null): void {
  const sides = [node.right]
  let first = node.left
  while (first.type === 'LogicalExpression') {
    sides.push(first.right)
    first = first.left
  }
  for (const side of [...sides, first].reverse()) {
    const inner = unwrap(side)
    if (walk.hints.takeInParentheses(side)) walk.hints.ignoring(() => walk.expression(side))
    else if (inner.type === 'LogicalExpression') visitOperands(walk, inner, arms, name)
    else visitOperand(walk, side, inner, arms, name)
    walk.fn.currentCounter = -1
  }
}

function visitOperand(walk: Walk, node: Expression, inner: Expression, arms: Arms | null, name: string | null): void {
  if (!arms || walk.isIgnored(inner.start)) return walk.expression(node, name)
  const { currentCounter } = walk.fn
  if (currentCounter < 0) return walk.wrapped(node, walk.newArm(arms, [inner.start, inner.end]), name)
  arms.push({ span: [inner.start, inner.end], counter: currentCounter })
  const line = walk.takeLine(inner.start)
  if (line > 0) walk.wrapped(node, -1, name, false, line)
  else walk.expression(node, name)
}
