import type {
  ArrowFunctionExpression,
  CallExpression,
  Class,
  ConditionalExpression,
  Expression,
  Function as FunctionNode,
  LogicalExpression,
  NewExpression,
  Node,
  ObjectProperty,
} from 'oxc-parser'
import type { CounterIndex, Line } from '../../model/sites.ts'
import type { Span } from '../collect.ts'
import { isAnonymousDefinition, isInert, unwrap } from '../inert.ts'
import { callbackName, keyName, targetName } from '../naming.ts'
import type { Frame } from '../planter.ts'
import type { Arms, DefaultValue, FunctionContext } from '../shapes.ts'
import { functionLike, methodKind, takesApart, visitedKeys } from '../shapes.ts'
import { WalkState } from './walk-state.ts'

/** Expressions, in the order of their evaluation. */
export abstract class ExpressionWalk extends WalkState {
  protected abstract functionDefinition(node: FunctionNode | ArrowFunctionExpression, context: FunctionContext): void
  protected abstract classDefinition(node: Class, name: string): void
  protected abstract pattern(node: Node, frame: Frame | null): void
  protected abstract defaultValue(node: DefaultValue, frame: Frame | null): void

  /** Wraps an expression with the count of it, and keeps the name that the language would infer for it. */
  protected wrapped(
    node: Expression,
    counter: CounterIndex,
    name: string | null,
    inferred: string | null,
    line: Line = this.arrive(unwrap(node).start),
  ): void {
    const inner = unwrap(node)
    this.planter.wrapOpen(inner.start, counter, this.scope, inferred, line)
    if (counter >= 0) this.reach = counter
    this.expression(inner, name)
    this.planter.wrapClose(inner, inferred)
  }

  protected newArm(arms: Arms | null, span: Span | null): CounterIndex {
    if (!arms) return -1
    const counter = this.counters++
    arms.push({ span, counter })
    return counter
  }

  /** `name`: what a function in this place would be called. */
  protected expression(node: Expression | Node, name: string | null = null): void {
    if (!this.hint(node)) return this.expressionItself(node, name)
    this.ignored++
    this.expressionItself(node, name)
    this.ignored--
    this.reach = -1
  }

  protected expressionItself(node: Expression | Node, name: string | null): void {
    // The most frequent first: a switch over strings compares one after the other.
    switch (node.type) {
      case 'Identifier':
      case 'ThisExpression':
      case 'Super':
      case 'MetaProperty':
        this.reach = -1
        return
      case 'MemberExpression':
        this.expression(node.object)
        this.expression(node.property)
        this.reach = -1
        return
      case 'Literal':
      case 'JSXText':
      case 'JSXIdentifier':
      case 'JSXEmptyExpression':
        return
      case 'CallExpression':
      case 'NewExpression':
        return this.call(node)
      case 'BinaryExpression':
        this.expression(node.left)
        this.expression(node.right)
        this.reach = -1
        return
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
        return this.expression(node.expression, name)
      case 'FunctionExpression':
        return this.functionDefinition(node, {
          kind: 'function',
          name: node.id?.name ?? name ?? '<anonymous>',
          start: node.start,
          head: null,
        })
      case 'ArrowFunctionExpression':
        return this.functionDefinition(node, {
          kind: 'arrow',
          name: name ?? '<anonymous>',
          start: node.start,
          head: null,
        })
      case 'ClassExpression':
        return this.classDefinition(node, name ?? '<class>')
      case 'ObjectExpression':
        for (const property of node.properties) {
          if (property.type === 'SpreadElement') this.expression(property)
          else this.property(property, name)
        }
        if (!isInert(node)) this.reach = -1
        return
      case 'ConditionalExpression':
        return this.conditional(node, name)
      case 'LogicalExpression':
        return this.logical(node, name)
      case 'AssignmentExpression':
        if (takesApart(node.left)) this.pattern(node.left, null)
        else if (node.left.type !== 'Identifier') this.expression(node.left)
        if (node.operator !== '=') this.reach = -1
        this.expression(node.right, functionLike(node.right) ? targetName(node.left as Expression) : null)
        this.reach = -1
        return
      case 'AssignmentPattern':
        return this.defaultValue(node, null)
      case 'AwaitExpression':
        return this.suspension(node, node.argument, false)
      case 'YieldExpression':
        return this.suspension(node, node.argument, node.delegate)
      case 'JSXAttribute':
        if (node.value) this.expression(node.value, this.text.slice(node.name.start, node.name.end))
        return
      case 'JSXExpressionContainer':
        return this.expression(node.expression, name)
      default:
        this.children(node)
        if (!isInert(node)) this.reach = -1
    }
  }

  protected children(node: Node): void {
    const fields = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>
    for (const key of visitedKeys.get(node.type) ?? []) {
      const child = fields[key]
      if (Array.isArray(child)) {
        for (const one of child) if (one) this.expression(one)
      } else if (child) this.expression(child)
    }
  }

  protected property(node: ObjectProperty, owner: string | null): void {
    const visit = (): void => {
      if (node.computed) this.expression(node.key as Expression)
      const { value } = node
      const key = keyName(node.key, node.computed, this.text)
      const name = owner === null || owner.startsWith('<') || owner.endsWith(' callback') ? key : `${owner}.${key}`
      if (value.type === 'FunctionExpression' && (node.method || node.kind !== 'init')) {
        const kind = node.kind === 'init' ? 'method' : methodKind(node.kind)
        const full = node.kind === 'init' ? name : name.slice(0, name.length - key.length) + `${node.kind} ${key}`
        this.functionDefinition(value, { kind, name: full, start: node.start, head: null })
      } else this.expression(value, name)
    }
    this.heeding(node, visit)
  }

  protected call(node: CallExpression | NewExpression): void {
    this.expression(node.callee, '<iife>')
    let name: string | null = null
    for (const argument of node.arguments) {
      const named = functionLike(argument)
      if (named) name ??= callbackName(node)
      this.expression(argument, named ? name : null)
    }
    this.reach = -1
  }

  protected conditional(node: ConditionalExpression, name: string | null): void {
    this.expression(node.test)
    const arms = this.ignoredAt(node.start) ? null : (this.collector?.branch('cond-expr', [node.start, node.end]) ?? [])
    const tested = this.shown
    this.conditionalArm(node.consequent, arms, name)
    const afterThen = this.shown
    this.shown = tested
    this.conditionalArm(node.alternate, arms, name)
    this.shown = sameLine(this.shown, afterThen)
    this.reach = -1
  }

  protected conditionalArm(node: Expression, arms: Arms | null, name: string | null): void {
    const inner = unwrap(node)
    this.reach = -1
    if (this.isHinted(node)) return this.ignoring(() => this.expression(node))
    if (!arms || this.ignoredAt(inner.start)) return this.expression(node, name)
    this.wrapped(node, this.newArm(arms, [inner.start, inner.end]), name, null)
  }

  protected logical(node: LogicalExpression, name: string | null): void {
    const arms = this.ignoredAt(node.start)
      ? null
      : (this.collector?.branch('binary-expr', [node.start, node.end]) ?? [])
    // Before all of it, not only its first operand: it would start with an inserted parenthesis.
    const counter = arms && this.reach < 0 && !this.ignoredAt(node.start) ? this.counters++ : -1
    if (counter >= 0) {
      this.reach = counter
      this.planter.wrapOpen(node.start, counter, this.scope, null, this.arrive(node.start))
    }
    this.leaves(node, arms, name)
    if (counter >= 0) this.planter.wrapClose(node, null)
    this.meet(node)
    this.reach = -1
  }

  protected leaves(node: LogicalExpression, arms: Arms | null, name: string | null): void {
    for (const side of [node.left, node.right]) {
      const inner = unwrap(side)
      if (this.isHinted(side)) this.ignoring(() => this.expression(side))
      else if (inner.type === 'LogicalExpression') this.leaves(inner, arms, name)
      else this.leaf(side, inner, arms, name)
      this.reach = -1
    }
  }

  protected leaf(node: Expression, inner: Expression, arms: Arms | null, name: string | null): void {
    if (!arms || this.ignoredAt(inner.start)) return this.expression(node, name)
    if (this.reach >= 0) {
      arms.push({ span: [inner.start, inner.end], counter: this.reach })
      const line = this.arrive(inner.start)
      return line > 0 ? this.wrapped(node, -1, name, null, line) : this.expression(node, name)
    }
    this.wrapped(node, this.newArm(arms, [inner.start, inner.end]), name, null)
  }

  protected suspension(node: Expression, operand: Expression | null, delegate: boolean): void {
    const frame = this.frame
    if (!frame?.suspends) {
      if (operand) this.expression(operand)
      this.reach = -1
      return
    }
    if (node === this.apart && operand) {
      this.operand(operand, frame)
      this.reach = -1
      return
    }
    const kind = operand === null ? 'bare' : delegate ? 'delegate' : 'operand'
    this.planter.suspendOpen(node.start, frame, kind)
    if (operand && delegate) {
      this.planter.iterableOpen(operand.start, frame)
      this.expression(operand)
      this.planter.iterableClose(operand, frame, frame.async)
    } else if (operand) this.operand(operand, frame)
    this.planter.suspendClose(node, frame, kind)
    this.reach = -1
  }

  protected operand(node: Expression, frame: Frame): void {
    const anonymous = isAnonymousDefinition(node)
    this.planter.operandOpen(node.start, frame, anonymous)
    this.expression(node, '<returned>')
    this.planter.operandClose(node, frame, anonymous)
  }
}

/** What was shown last where two ways meet; 0: that depends. */
export function sameLine(one: Line, other: Line): Line {
  return one === other ? one : 0
}
