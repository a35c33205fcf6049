/** Loops, and the labels before them. */
import type {
  DoWhileStatement,
  Expression,
  ForInStatement,
  ForStatement,
  LabeledStatement,
  Node,
  Statement,
  WhileStatement,
} from 'oxc-parser'
import type { Line } from '../../model/sites.ts'
import { declaredFunction } from '../guard.ts'
import type { TracedFunction } from '../planter.ts'
import type { ForOfStatement } from '../shapes.ts'
import { headEnd, isAwaitUsing, isSuspendingLoop } from '../shapes.ts'
import { visitArm, visitBraced } from './branches.ts'
import { visitDeclaration } from './declarations.ts'
import { visitPattern } from './patterns.ts'
import { releaseBeforeDisposal, resuming, visitIterable } from './suspension.ts'
import { type Walk, sameLine } from './walk.ts'

export function visitFor(walk: Walk, node: ForStatement, at: number): void {
  walk.countStatement(node, at)
  if (node.init?.type === 'VariableDeclaration') visitDeclaration(walk, node.init, -1)
  else if (node.init) walk.expression(node.init)
  if (node.test) visitRepeated(walk, node.test)
  visitUpdate(walk, node)
  visitLoopBody(walk, node.body)
  walk.joinLines(node)
}

export function visitForIn(walk: Walk, node: ForInStatement | ForOfStatement, at: number): void {
  walk.countStatement(node, at)
  visitForHead(walk, node.left)
  walk.expression(node.right)
  visitLoopBody(walk, node.body, headLine(walk, node))
  walk.joinLines(node)
}

export function visitWhile(walk: Walk, node: WhileStatement, at: number): void {
  walk.countOnly(node, at)
  visitRepeated(walk, node.test, headLine(walk, node))
  visitLoopBody(walk, node.body)
  walk.joinLines(node)
}

/** The line of the `do` is not shown if the body's first statement is on it and shows it. */
export function visitDoWhile(walk: Walk, node: DoWhileStatement, at: number): void {
  walk.countOnly(node, at)
  const first = node.body.type === 'BlockStatement' ? node.body.body[0] : node.body
  const line = headLine(walk, node)
  if (line > 0 && !(first && walk.lineAt(first.start) === line)) walk.showLine(node.start, at)
  walk.fn.lastTracedLine = 0
  visitLoopBody(walk, node.body)
  visitRepeated(walk, node.test, line > 0 ? walk.takeLine(node.test.start) : 0)
  walk.joinLines(node)
}

/** `isOutermost`: no label before the loop has wrapped it already. */
export function visitForAwait(walk: Walk, node: ForOfStatement, at: number, isOutermost = true): void {
  const { fn } = walk
  const { traced } = fn
  walk.countStatement(node, at)
  if (traced && isOutermost) walk.callers?.resumeStatementOpen(at)
  resuming(walk, traced, () => visitForHead(walk, node.left))
  visitIterable(walk, node.right, traced, node.await)
  fn.currentCounter = -1
  const lineToRepeat = headLine(walk, node)
  inLoop(walk, lineToRepeat, () => visitForAwaitBody(walk, node, traced, lineToRepeat))
  if (traced && isOutermost) walk.callers?.resumeStatementClose(node.end, traced)
  walk.joinLines(node)
  fn.currentCounter = -1
}

function visitForAwaitBody(walk: Walk, node: ForOfStatement, traced: TracedFunction | null, lineToRepeat: Line): void {
  const { body, left } = node
  const resume = (at: number): void => {
    if (traced) walk.callers?.resume(at, traced)
    if (isAwaitUsing(left)) releaseBeforeDisposal(walk, at)
  }
  if (body.type === 'BlockStatement') {
    resume(body.start + 1)
    visitArm(walk, body, -1, lineToRepeat)
  } else visitBraced(walk, body, lineToRepeat, () => resume(body.start))
}

/** `continue label` needs its label right before the loop, so what goes around a `for await` goes around its labels. */
export function visitLabeled(walk: Walk, node: LabeledStatement, at: number): void {
  countLabel(walk, node, at)
  const { body } = node
  const { traced } = walk.fn
  let inner = body
  while (inner.type === 'LabeledStatement') inner = inner.body
  if (isSuspendingLoop(inner) && traced) {
    walk.callers?.resumeStatementOpen(at)
    walk.withHint(body, () => visitLabeledForAwait(walk, body, at))
    walk.callers?.resumeStatementClose(inner.end, traced)
  } else walk.statement(body, at)
  walk.joinLines(node)
  walk.fn.currentCounter = -1
}

function visitLabeledForAwait(walk: Walk, body: Statement, at: number): void {
  if (body.type === 'LabeledStatement') {
    countLabel(walk, body, at)
    walk.withHint(body.body, () => visitLabeledForAwait(walk, body.body, at))
  } else if (body.type === 'ForOfStatement') visitForAwait(walk, body, at, false)
}

/** A label shows its line if the statement behind it has another. */
function countLabel(walk: Walk, node: LabeledStatement, at: number): void {
  walk.countOnly(node, at)
  walk.fn.labels.push(node.label.name)
  const line = headLine(walk, node)
  if (line > 0 && walk.lineAt(node.body.start) !== line) walk.showLine(node.start, at)
}

export function visitLoopBody(walk: Walk, node: Statement, lineToRepeat: Line = 0): void {
  if (!declaredFunction(node)) inLoop(walk, lineToRepeat, () => visitArm(walk, node, -1, lineToRepeat))
  walk.fn.currentCounter = -1
}

/** `lineToRepeat`: the line to show before the next round, at the end of the body and before each `continue`. */
function inLoop({ fn }: Walk, lineToRepeat: Line, visit: () => void): void {
  fn.loops.push({ labels: fn.labels, lineToRepeat })
  fn.labels = []
  if (lineToRepeat > 0) fn.lastTracedLine = sameLine(fn.lastTracedLine, lineToRepeat)
  visit()
  fn.loops.pop()
}

/** What is to be shown before a `continue`. */
export function lineBeforeContinue({ fn: { loops } }: Walk, label: string | undefined): Line {
  const loop = label === undefined ? loops.at(-1) : loops.findLast(({ labels }) => labels.includes(label))
  return loop?.lineToRepeat ?? 0
}

/** The line that a loop shows in each round. */
function headLine(walk: Walk, node: Statement): Line {
  return walk.isIgnored(node.start) ? 0 : walk.lineAt(node.start)
}

/** Evaluated once a round. `line`: what a trace shows before it. */
function visitRepeated(walk: Walk, node: Expression, line: Line = 0): void {
  walk.fn.currentCounter = -1
  if (line > 0) {
    walk.fn.lastTracedLine = line
    walk.wrapped(node, -1, null, false, line)
  } else walk.expression(node)
  walk.fn.currentCounter = -1
}

/** What comes between two rounds of a `for`: the line is shown there also if nothing is evaluated. */
function visitUpdate(walk: Walk, node: ForStatement): void {
  const line = headLine(walk, node)
  const { fn } = walk
  const { lastTracedLine } = fn
  if (node.update) visitRepeated(walk, node.update, line)
  else if (line > 0) walk.planter?.lineInHead(headEnd(walk.text, node), line, fn.scope)
  fn.lastTracedLine = sameLine(lastTracedLine, line)
}

function visitForHead(walk: Walk, node: Node): void {
  const { fn } = walk
  const { currentCounter } = fn
  if (node.type === 'VariableDeclaration') visitDeclaration(walk, node, -1)
  else visitPattern(walk, node, null)
  fn.currentCounter = currentCounter
}
