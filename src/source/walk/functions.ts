/** Functions: parameters, bodies, and the guards around those. */
import type {
  ArrowFunctionExpression,
  Expression,
  Function as FunctionNode,
  Node,
  ParamPattern,
  Statement,
} from 'oxc-parser'
import type { FunctionKind } from '../../model/sites.ts'
import { chooseGuard, declaredFunction, delegates, disposesBehindLoop, sharesScope } from '../guard.ts'
import { bodyCallsNothing, callsNothing, unwrap } from '../inert.ts'
import type { TracedFunction } from '../planter.ts'
import { hasUseStrict, isDirective, isSuperCall, runsBetweenFunctions } from '../shapes.ts'
import { visitPattern } from './patterns.ts'
import type { Walk } from './walk.ts'

type AnyFunction = FunctionNode | ArrowFunctionExpression

/** What is known of a function from where it stands. */
export interface FunctionContext {
  kind: FunctionKind
  /** Within the function around. */
  name: string
  /** Where the function's own text starts: a method's, not its value's. */
  start: number
  /** A constructor that calls `super()` before it may touch `this`; and whose class has fields to set behind that. */
  derived?: boolean
  fields?: boolean
}

/** Takes the function's two counters. `name`: its full name. */
export function newTracedFunction(
  walk: Walk,
  body: readonly Node[],
  kind: Pick<TracedFunction, 'name'> &
    Partial<Pick<TracedFunction, 'file' | 'suspends' | 'async' | 'generator' | 'pure'>>,
): TracedFunction {
  const counter = walk.counters
  walk.counters += 2
  const { name, file = false, suspends = false, async = false, generator = false, pure = false } = kind
  const insideWith = walk.withDepth > 0
  return {
    counter,
    name,
    file,
    suspends,
    async,
    generator,
    delegates: suspends && body.some(delegates),
    pure,
    insideWith,
  }
}

export function visitFunction(walk: Walk, node: AnyFunction, context: FunctionContext): void {
  const { body } = node
  if (!body || ('declare' in node && node.declare)) return
  if (walk.hints.isIgnored(context.start) || walk.hints.isHeaderExcluded(context.start, body.start)) {
    return walk.hints.ignoring(() => walk.hints.dropUpTo(node.end))
  }
  if (walk.isOriginal?.(context.start) === false) return visitMadeFunction(walk, node, body)
  const outer = walk.enter(context.name)
  const traced = registerFunction(walk, node, body, context)
  for (const param of node.params) visitParameter(walk, param, traced)
  startBody(walk, traced, node.async && node.generator)
  collectParameterProperties(walk, node.params, traced, context.derived === true)
  if (body.type !== 'BlockStatement') visitArrowBody(walk, body as Expression, traced)
  else {
    const statements = body.body as Statement[]
    walk.withHint(body, () =>
      visitBody(walk, statements, body, node.params, traced, guardsBehindSuper(walk, node.params, context)),
    )
  }
  walk.leave(outer)
}

function registerFunction(walk: Walk, node: AnyFunction, body: Node, { kind, start }: FunctionContext): TracedFunction {
  const isExpression = body.type !== 'BlockStatement'
  const statements = isExpression ? [body] : (body.body as Statement[])
  const suspends = node.async || node.generator
  const pure = !suspends && (isExpression ? callsNothing(body) : bodyCallsNothing(statements as Statement[]))
  const { name } = walk.fn
  const traced = newTracedFunction(walk, statements, {
    name,
    suspends,
    async: node.async,
    generator: node.generator,
    pure,
  })
  if (walk.collector) {
    const inner = isExpression ? unwrap(body as Expression) : body
    const head = node.id ?? { start, end: start + 1 }
    walk.collector.function(kind, name, [head.start, head.end], [inner.start, inner.end], traced.counter)
  }
  return traced
}

/** From here on, the function itself runs. */
export function startBody({ fn }: Walk, traced: TracedFunction, awaitsReturn = false): void {
  fn.lastTracedLine = 0
  fn.scope = 'function'
  fn.traced = traced
  fn.awaitsReturn = awaitsReturn
  fn.currentCounter = traced.counter
}

/** A function that a tool wrapped around the user's code is none of the user's. What is in it is. */
function visitMadeFunction(walk: Walk, node: AnyFunction, body: Node): void {
  const outer = walk.enterNamed(walk.fn.name)
  walk.fn.currentCounter = -1
  for (const param of node.params) visitPattern(walk, param, null)
  if (body.type === 'BlockStatement') walk.statements(body.body as Statement[])
  else walk.expression(body)
  walk.leave(outer)
}

function visitParameter(walk: Walk, param: ParamPattern, traced: TracedFunction): void {
  const pattern = param.type === 'TSParameterProperty' ? param.parameter : param
  const target = pattern.type === 'AssignmentPattern' ? pattern.left : pattern
  const owner = target.type === 'Identifier' ? walk.qualify(target.name) : walk.fn.name
  for (const one of param.decorators ?? []) walk.within(owner, () => walk.expression(one.expression))
  visitPattern(walk, pattern, traced)
}

/** A parameter property is an assignment at the start of the body, or right behind `super()`. */
function collectParameterProperties(
  walk: Walk,
  params: ParamPattern[],
  traced: TracedFunction,
  derived: boolean,
): void {
  const properties = params.filter((param) => param.type === 'TSParameterProperty')
  if (properties.length === 0) return
  const counter = derived ? walk.counters++ : traced.counter
  if (derived) walk.fn.propertiesCounter = counter
  for (const one of properties) walk.collector?.statement([one.start, one.end], counter, true)
}

function visitArrowBody(walk: Walk, body: Expression, traced: TracedFunction): void {
  const inner = unwrap(body)
  const isHinted = walk.hints.takeInParentheses(body)
  const isSite = !isHinted && !walk.isIgnored(inner.start)
  walk.planter?.arrowOpen(body.start, traced, inner, isSite ? walk.takeLine(inner.start) : 0)
  if (isSite) walk.collector?.statement([inner.start, inner.end], traced.counter, false)
  const visit = (): void => walk.expression(body, '<returned>')
  if (isHinted) walk.hints.ignoring(visit)
  else visit()
  walk.planter?.arrowClose(body.end, traced, inner)
}

function visitBody(
  walk: Walk,
  body: Statement[],
  block: { start: number; end: number },
  params: ParamPattern[],
  traced: TracedFunction,
  isBehindSuper: boolean,
): void {
  const directives = body.filter(isDirective)
  const statements = body.slice(directives.length)
  const last = directives.at(-1)
  walk.fn.isStrict ||= hasUseStrict(directives)
  const at = last ? last.end : walk.text.indexOf('{', block.start) + 1
  if (last && walk.text[at - 1] !== ';') walk.planter?.separate(at)
  walk.planter?.enter(at, traced)
  visitGuarded(walk, statements, params, at, block.end - 1, traced, isBehindSuper)
  walk.hints.dropUpTo(block.end)
}

/**
 * Transpilers put fields and parameter properties behind `super()`, but not all of them find it inside a guard. Then
 * the guard starts behind it. If `super()` throws, the function that catches restores the caller.
 */
function guardsBehindSuper(walk: Walk, params: ParamPattern[], { derived, fields }: FunctionContext): boolean {
  if (!walk.isTyped || !derived) return false
  return fields === true || params.some((param) => param.type === 'TSParameterProperty')
}

/** The statements from `start` to `end`, and what restores the caller. */
export function visitGuarded(
  walk: Walk,
  statements: Statement[],
  params: ParamPattern[],
  start: number,
  end: number,
  traced: TracedFunction,
  isBehindSuper = false,
): void {
  const unguarded = isBehindSuper ? 1 + statements.findIndex(isSuperCall) : 0
  const isUnguardable =
    traced.pure ||
    (traced.delegates && statements.some(disposesBehindLoop)) ||
    (unguarded > 0 && sharesScope(statements, unguarded, walk.text))
  const guard = isUnguardable ? 'none' : chooseGuard(statements, params, walk.fn.isStrict, walk.text)
  if (guard === 'parts') return visitInParts(walk, statements, traced)
  if (guard === 'none') {
    walk.fn.traced = null
    walk.statements(statements)
    return
  }
  const lead = statements[unguarded - 1]
  if (lead) {
    walk.callers?.become(start, traced)
    walk.statements(statements.slice(0, unguarded))
    if (walk.text[lead.end - 1] !== ';') walk.planter?.separate(lead.end)
  }
  walk.callers?.guardOpen(lead?.end ?? start, traced)
  walk.statements(statements.slice(unguarded))
  walk.callers?.guardClose(end, traced, statements.some(declaredFunction))
}

/** With a guard around each run of statements between function declarations. */
function visitInParts(walk: Walk, statements: Statement[], traced: TracedFunction): void {
  for (const run of runsBetweenFunctions(statements)) {
    const [first, last] = [run[0] as Statement, run.at(-1) as Statement]
    const isGuarded = !declaredFunction(first)
    if (isGuarded) walk.callers?.guardOpen(first.start, traced)
    walk.statements(run)
    if (isGuarded) walk.callers?.guardClose(last.end, traced, false)
  }
}
