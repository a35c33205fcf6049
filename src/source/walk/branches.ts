/** Statements that branch: `if`, `switch`, `try`; and the blocks that are their arms. */
import type {
  BlockStatement,
  CatchClause,
  IfStatement,
  Statement,
  SwitchCase,
  SwitchStatement,
  TryStatement,
} from 'oxc-parser'
import type { CounterIndex, Line } from '../../model/sites.ts'
import type { Arms } from '../collect.ts'
import { declaredFunction } from '../guard.ts'
import type { HintKind } from '../hints.ts'
import { isAwaitUsing } from '../shapes.ts'
import { visitPattern } from './patterns.ts'
import { resuming } from './suspension.ts'
import { type Walk, nesting, sameLine } from './walk.ts'

/** What is known behind a `then`. */
interface ThenEnd {
  isAbrupt: boolean
  counter: CounterIndex
  line: Line
}

/** With its `else if`s in a loop: a chain of them may be longer than the stack. */
export function visitIf(walk: Walk, node: IfStatement, at: number, hint: HintKind | null): boolean {
  walk.countStatement(node, at)
  return visitIfChain(walk, node, -1, hint)
}

/** `entered`: counts coming to this `else if`; -1: it is no `else if`. */
function visitIfChain(walk: Walk, first: IfStatement, entered: CounterIndex, firstHint: HintKind | null): boolean {
  const ends: ThenEnd[] = []
  let [node, counter, hint] = [first, entered, firstHint]
  for (;;) {
    const elseCounter = countsElseAtTest(walk, node, hint) ? walk.counters++ : -1
    visitTest(walk, node, elseCounter, counter)
    const tested = walk.fn.lastTracedLine
    const arms = visitThen(walk, node, hint, elseCounter, ends)
    walk.fn.lastTracedLine = tested
    const { alternate } = node
    if (elseCounter < 0 || alternate?.type !== 'IfStatement') {
      return joinThens(walk, ends, visitLastElse(walk, node, elseCounter, arms, hint))
    }
    walk.fn.currentCounter = elseCounter
    ;[node, counter, hint] = [alternate, elseCounter, walk.hints.take(alternate.start, true)]
    if (hint === 'next') return joinThens(walk, ends, visitIgnoredElseIf(walk, alternate, elseCounter))
    walk.countOnly(alternate, alternate.start)
  }
}

function visitThen(
  walk: Walk,
  { start, end, consequent, alternate }: IfStatement,
  hint: HintKind | null,
  elseCounter: CounterIndex,
  ends: ThenEnd[],
): Arms | null {
  const arms = walk.newBranch('if', { start, end })
  const isAbrupt =
    hint === 'if'
      ? walk.hints.ignoring(() => visitArm(walk, consequent, -1))
      : visitArm(walk, consequent, walk.newArm(arms, [start, end]))
  if (elseCounter >= 0) arms?.push({ span: alternate && [alternate.start, alternate.end], counter: elseCounter })
  ends.push({ isAbrupt, counter: walk.fn.currentCounter, line: walk.fn.lastTracedLine })
  return arms
}

/** The last `else` of a chain, which may be an implicit one. */
function visitLastElse(
  walk: Walk,
  { end, alternate }: IfStatement,
  elseCounter: CounterIndex,
  arms: Arms | null,
  hint: HintKind | null,
): boolean {
  if (alternate) return visitElse(walk, alternate, arms, hint)
  if (elseCounter >= 0) walk.planter?.implicitElse(end, elseCounter, walk.fn.scope)
  walk.fn.currentCounter = elseCounter
  return false
}

function visitIgnoredElseIf(walk: Walk, node: IfStatement, counter: CounterIndex): boolean {
  return walk.hints.ignoring(() => {
    walk.countOnly(node, node.start)
    return visitIfChain(walk, node, counter, 'next')
  })
}

/** Where the ways behind each `then` and behind the last `else` meet, from the innermost `if` to the outermost. */
function joinThens({ fn }: Walk, ends: ThenEnd[], isLastAbrupt: boolean): boolean {
  let isElseAbrupt = isLastAbrupt
  for (const then of ends.reverse()) {
    if (then.isAbrupt) continue
    fn.currentCounter = isElseAbrupt ? then.counter : -1
    fn.lastTracedLine = isElseAbrupt ? then.line : sameLine(then.line, fn.lastTracedLine)
    isElseAbrupt = false
  }
  return isElseAbrupt
}

/** An `else` without braces of its own: an implicit one, or the `else` of an `else if`. */
function countsElseAtTest(walk: Walk, { start, alternate }: IfStatement, hint: HintKind | null): boolean {
  if (hint === 'else' || walk.isIgnored(start)) return false
  return !alternate || (alternate.type === 'IfStatement' && !walk.isIgnored(alternate.start))
}

/** `entered`: see `visitIfChain`. Whoever comes to an `else if` evaluates its test, so it is counted there. */
function visitTest(walk: Walk, { test, start }: IfStatement, elseCounter: CounterIndex, entered: CounterIndex): void {
  if (entered >= 0) walk.planter?.elseIf(test.start, entered, walk.fn.scope)
  if (elseCounter >= 0) walk.planter?.testOpen(test.start, elseCounter, walk.fn.scope)
  const line = entered >= 0 && !walk.isIgnored(start) ? walk.takeLine(start) : 0
  if (line > 0) walk.wrapped(test, -1, null, false, line)
  else walk.expression(test)
  if (elseCounter >= 0) walk.planter?.testClose(test.end)
}

function visitElse(walk: Walk, node: Statement, arms: Arms | null, hint: HintKind | null): boolean {
  if (hint === 'else') return walk.hints.ignoring(() => visitArm(walk, node, -1))
  return visitArm(walk, node, walk.isIgnored(node.start) ? -1 : walk.newArm(arms, [node.start, node.end]))
}

/**
 * A block, or a statement that is made one. `counter` counts entering it, `lineToRepeat` is shown at its end. Tells
 * whether control never reaches the end.
 */
export function visitArm(walk: Walk, node: Statement, counter: CounterIndex, lineToRepeat: Line = 0): boolean {
  if (isRefusedInBlock(walk, node)) return false
  const { fn } = walk
  const count = (at: number): void => {
    if (counter >= 0) walk.planter?.count(at, counter, fn.scope)
  }
  fn.currentCounter = counter
  if (node.type !== 'BlockStatement') return visitBraced(walk, node, lineToRepeat, () => count(node.start))
  count(node.start + 1)
  const isAbrupt = visitHintedBlock(walk, node)
  if (!isAbrupt) repeatLine(walk, node.end - 1, lineToRepeat)
  return isAbrupt
}

/** A statement that is made a block, at whose start `begin` plants. */
export function visitBraced(walk: Walk, node: Statement, lineToRepeat: Line, begin: () => void): boolean {
  walk.planter?.braceOpen(node.start)
  begin()
  walk.nest(nesting.brace)
  const isAbrupt = walk.statement(node)
  walk.nest(-nesting.brace)
  if (!isAbrupt) repeatLine(walk, node.end, lineToRepeat)
  walk.planter?.braceClose(node.end, node)
  return isAbrupt
}

function repeatLine({ planter, fn }: Walk, at: number, line: Line): void {
  if (line === 0) return
  planter?.separate(at)
  planter?.line(at, line, fn.scope)
}

/** The engine does not allow a function here. In a block it would. */
function isRefusedInBlock(walk: Walk, node: Statement): boolean {
  return declaredFunction(node) !== null && (walk.fn.isStrict || node.type === 'LabeledStatement')
}

/** A block that a hint may stand before. */
function visitHintedBlock(walk: Walk, node: BlockStatement): boolean {
  return walk.withHint(node, () => {
    const isAbrupt = visitBlock(walk, node)
    walk.hints.dropUpTo(node.end)
    return isAbrupt
  })
}

export function visitBlock(walk: Walk, { body, start, end }: BlockStatement): boolean {
  const { traced } = walk.fn
  const disposes = traced?.delegates === true && body.some(isAwaitUsing)
  if (disposes) walk.callers?.resumeStatementOpen(start + 1)
  const isAbrupt = walk.statements(body)
  if (disposes) walk.callers?.resumeStatementClose(end - 1, traced)
  return isAbrupt
}

export function visitSwitch(walk: Walk, node: SwitchStatement, at: number): void {
  const { fn } = walk
  walk.countStatement(node, at)
  walk.expression(node.discriminant)
  const arms = walk.newBranch('switch', node)
  let fallen = fn.lastTracedLine
  for (const one of node.cases) walk.withHint(one, () => (fallen = visitCase(walk, one, arms, fallen)))
  fn.currentCounter = -1
  walk.joinLines(node)
}

/** `fallen`, and what is returned: the last line shown where control falls through from one case into the next. */
function visitCase(walk: Walk, node: SwitchCase, arms: Arms | null, fallen: Line): Line {
  const { fn } = walk
  fn.currentCounter = -1
  if (node.test) walk.expression(node.test)
  const tested = fn.lastTracedLine
  fn.lastTracedLine = sameLine(tested, fallen)
  fn.currentCounter = walk.isIgnored(node.start) ? -1 : walk.newArm(arms, [node.start, node.end])
  const [first] = node.consequent
  const at = first?.start ?? node.end
  if (fn.currentCounter >= 0) {
    walk.planter?.count(at, fn.currentCounter, fn.scope, first ? undefined : node)
    walk.showLine(node.start, at)
  }
  const after = walk.statements(node.consequent) ? tested : fn.lastTracedLine
  fn.lastTracedLine = tested
  return after
}

export function visitTry(walk: Walk, node: TryStatement, at: number): boolean {
  const { fn } = walk
  const { block, handler, finalizer } = node
  walk.countStatement(node, at)
  const isBlockAbrupt = visitHintedBlock(walk, block)
  walk.joinLines(node)
  const isHandlerAbrupt = handler ? walk.withHint(handler, () => visitHandler(walk, handler)) : true
  walk.joinLines(node)
  if (finalizer) {
    fn.currentCounter = -1
    if (fn.traced) walk.callers?.resume(finalizer.start + 1, fn.traced)
    if (visitHintedBlock(walk, finalizer)) return true
  }
  walk.joinLines(node)
  fn.currentCounter = -1
  return isBlockAbrupt && isHandlerAbrupt
}

function visitHandler(walk: Walk, { param, body, start }: CatchClause): boolean {
  const { traced } = walk.fn
  walk.fn.currentCounter = -1
  if (param) resuming(walk, traced, () => visitPattern(walk, param, null))
  if (traced && (walk.withDepth === 0 || traced.suspends)) walk.callers?.resume(body.start + 1, traced)
  if (!walk.isIgnored(start)) walk.showLine(start, body.start + 1)
  return visitHintedBlock(walk, body)
}
