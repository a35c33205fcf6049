import type {
  ArrowFunctionExpression,
  Class,
  ClassElement,
  Expression,
  Function as FunctionNode,
  Node,
  ParamPattern,
  Statement,
  StaticBlock,
} from 'oxc-parser'
import type { CounterIndex, Line } from '../../model/sites.ts'
import type { Span } from '../collect.ts'
import { chooseGuard, declaredFunction, delegates, disposesBehindLoop, holdsSuspension, sharesScope } from '../guard.ts'
import { bodyCallsNothing, callsNothing, isAnonymousDefinition, isInert, unwrap } from '../inert.ts'
import { keyName, memberNames } from '../naming.ts'
import type { Frame } from '../planter.ts'
import type { DefaultValue, Field, FunctionContext } from '../shapes.ts'
import {
  blockStart,
  hasUseStrict,
  isDirective,
  isInstanceField,
  isSuperCall,
  methodKind,
  runsBetweenFunctions,
} from '../shapes.ts'
import { ExpressionWalk, sameLine } from './walk-expressions.ts'

/** Functions, their parameters and bodies; classes and their members. */
export abstract class FunctionWalk extends ExpressionWalk {
  /** The loops around, with what a trace shows before their next round; 0: that is in their head. */
  protected loops: { labels: string[]; again: Line }[] = []
  /** Of the statement that comes now. */
  protected labels: string[] = []

  protected abstract list(statements: readonly Statement[]): boolean

  protected newFrame(body: readonly Node[], file: boolean, suspends: boolean, async: boolean): Frame {
    const counter = this.counters
    this.counters += 2
    return {
      counter,
      name: this.prefix === '' ? '<module>' : this.prefix,
      file,
      suspends,
      async,
      delegates: suspends && body.some(delegates),
      pure: !file && !suspends && bodyCallsNothing(body as Statement[]),
      within: this.withs > 0,
    }
  }

  protected functionDefinition(node: FunctionNode | ArrowFunctionExpression, context: FunctionContext): void {
    const { body } = node
    if (!body || ('declare' in node && node.declare)) return
    if (this.hintedAt(context.start) || this.headNotCovered(context.start, body.start)) {
      return this.ignoring(() => this.dropHints(node.end))
    }
    if (this.isOriginal?.(context.start) === false) return this.madeFunction(node, body)
    const leave = this.enterFunction(context.name)
    const expression = body.type !== 'BlockStatement'
    const statements = expression ? [] : (body.body as Statement[])
    const suspends = node.async || node.generator
    const frame = this.newFrame(expression ? [body] : statements, false, suspends, node.async)
    frame.pure = !suspends && (expression ? callsNothing(body) : bodyCallsNothing(statements))
    const head =
      context.head ??
      (node.id ? ([node.id.start, node.id.end] as const) : ([context.start, context.start + 1] as const))
    const inner = expression ? unwrap(body as Expression) : body
    this.collector?.function(context.kind, this.prefix, head, [inner.start, inner.end], frame.counter)
    for (const param of node.params) this.param(param, frame)
    this.shown = 0
    this.scope = 'function'
    this.frame = frame
    this.awaitsReturn = node.async && node.generator
    this.reach = frame.counter
    this.parameterProperties(node.params, frame, context.derived === true)
    if (expression) this.arrowBody(body as Expression, frame)
    else
      this.heeding(body, () =>
        this.functionBody(statements, body, node.params, frame, this.needsRootSuper(node.params, context)),
      )
    leave()
  }

  /** A function that a tool wrapped around the user's code: it is no function of theirs, but what is in it is. */
  protected madeFunction(node: FunctionNode | ArrowFunctionExpression, body: Node): void {
    const prefix = this.prefix
    const leave = this.enterFunction('')
    this.prefix = prefix
    this.reach = -1
    for (const param of node.params) this.pattern(param as Node, null)
    if (body.type === 'BlockStatement') this.list(body.body as Statement[])
    else this.expression(body)
    leave()
  }

  protected enterFunction(name: string): () => void {
    const [reach, frame, scope, strict, prefix] = [this.reach, this.frame, this.scope, this.strict, this.prefix]
    const [awaits, afterSuper, resumes] = [this.awaitsReturn, this.afterSuper, this.resumes]
    const [shown, loops, labels] = [this.shown, this.loops, this.labels]
    this.prefix = this.qualify(name)
    this.frame = null
    this.resumes = null
    this.afterSuper = -1
    this.shown = 0
    this.loops = []
    this.labels = []
    return () => {
      this.reach = reach
      this.frame = frame
      this.scope = scope
      this.strict = strict
      this.prefix = prefix
      this.awaitsReturn = awaits
      this.afterSuper = afterSuper
      this.resumes = resumes
      this.shown = shown
      this.loops = loops
      this.labels = labels
    }
  }

  protected arrowBody(body: Expression, frame: Frame): void {
    const inner = unwrap(body)
    const hinted = this.isHinted(body)
    const isSite = !hinted && !this.ignoredAt(inner.start)
    this.planter.arrowOpen(body.start, frame, inner, isSite ? this.arrive(inner.start) : 0)
    if (isSite) this.collector?.statement([inner.start, inner.end], frame.counter, false)
    const visit = (): void => this.expression(body, '<returned>')
    if (hinted) this.ignoring(visit)
    else visit()
    this.planter.arrowClose(body.end, frame, inner)
  }

  protected functionBody(
    body: Statement[],
    block: { start: number; end: number },
    params: ParamPattern[],
    frame: Frame,
    rootSuper: boolean,
  ): void {
    const directives = body.filter(isDirective)
    const statements = body.slice(directives.length)
    const last = directives.at(-1)
    this.strict ||= hasUseStrict(directives)
    const at = last ? last.end : this.text.indexOf('{', block.start) + 1
    if (last && this.text[at - 1] !== ';') this.planter.separate(at)
    this.planter.enter(at, frame)
    this.guarded(statements, params, at, block.end - 1, frame, rootSuper)
    this.dropHints(block.end)
  }

  protected guarded(
    statements: Statement[],
    params: ParamPattern[],
    start: number,
    end: number,
    frame: Frame,
    rootSuper: boolean,
  ): void {
    const unguarded = rootSuper ? 1 + statements.findIndex(isSuperCall) : 0
    const unguardable =
      frame.pure ||
      (frame.delegates && statements.some(disposesBehindLoop)) ||
      (unguarded > 0 && sharesScope(statements, unguarded, this.text))
    const guard = unguardable ? 'none' : chooseGuard(statements, params, this.strict, this.text)
    if (guard === 'none') {
      this.frame = null
      this.list(statements)
      return
    }
    if (guard === 'whole') {
      const lead = statements[unguarded - 1]
      if (lead) {
        this.planter.become(start, frame)
        this.list(statements.slice(0, unguarded))
        if (this.text[lead.end - 1] !== ';') this.planter.separate(lead.end)
      }
      this.planter.guardOpen(lead?.end ?? start, frame, false)
      this.list(statements.slice(unguarded))
      this.planter.guardClose(end, frame)
      return
    }
    let again = false
    for (const run of runsBetweenFunctions(statements)) {
      const [first, last] = [run[0] as Statement, run.at(-1) as Statement]
      const guarded = !declaredFunction(first)
      if (guarded) this.planter.guardOpen(first.start, frame, again)
      this.list(run)
      if (guarded) this.planter.guardClose(last.end, frame)
      again ||= guarded
    }
  }

  /**
   * Transpilers put fields and parameter properties behind `super()`, but not all of them find it inside a guard. Then
   * the guard starts behind it; what `super()` throws is put right by whoever catches it.
   */
  protected needsRootSuper(params: ParamPattern[], { derived, fields }: FunctionContext): boolean {
    if (!this.typed || !derived) return false
    return fields === true || params.some((param) => param.type === 'TSParameterProperty')
  }

  protected param(param: ParamPattern, frame: Frame): void {
    for (const one of param.decorators ?? []) this.expression(one.expression)
    if (param.type === 'TSParameterProperty') this.pattern(param.parameter, frame)
    else this.pattern(param, frame)
  }

  /** A binding or assignment target; `frame`: of the function whose parameter it is. */
  protected pattern(node: Node, frame: Frame | null): void {
    this.reach = -1
    switch (node.type) {
      case 'Identifier':
        return
      case 'AssignmentPattern':
        return this.defaultValue(node, frame)
      case 'ArrayPattern':
        for (const element of node.elements) if (element) this.pattern(element, frame)
        return
      case 'ObjectPattern':
        for (const property of node.properties) this.pattern(property, frame)
        return
      case 'Property':
        if (node.computed) this.onBehalf(node.key as Expression, frame)
        return this.pattern(node.value, frame)
      case 'RestElement':
        return this.pattern(node.argument, frame)
      case 'MemberExpression':
        this.resumed(node.object, node.object.type !== 'Super')
        if (node.computed) this.expression(node.property)
        return
      default:
        this.expression(node as Expression)
    }
  }

  protected defaultValue(node: DefaultValue, frame: Frame | null): void {
    const { left, right } = node
    if (this.hint(node) || this.hint(left) || this.ignoredAt(left.start)) {
      return this.ignoring(() => {
        this.pattern(left, frame)
        this.onBehalf(right, frame)
      })
    }
    this.pattern(left, frame)
    const inner = unwrap(right)
    const counter = this.newArm(this.collector?.branch('default-arg', [left.start, node.end]) ?? [], [
      inner.start,
      inner.end,
    ])
    const name = left.type === 'Identifier' ? left.name : null
    const inferred = name !== null && isAnonymousDefinition(right) ? name : null
    const before = this.shown
    this.planter.wrapOpen(inner.start, counter, this.scope, inferred, this.arrive(inner.start))
    this.reach = counter
    this.onBehalf(inner, frame, name)
    this.planter.wrapClose(inner, inferred)
    this.shown = sameLine(this.shown, before)
    this.reach = -1
  }

  /** What runs before the body belongs to the function all the same. */
  protected onBehalf(node: Expression, frame: Frame | null, name: string | null = null): void {
    const wrap = !callsNothing(node) && !isAnonymousDefinition(node)
    if (!frame) return this.resumed(node, wrap, name)
    const aside = wrap && !this.mayDeclare(node) && !this.mayNotSuspend(node)
    if (aside) this.planter.onBehalfOpen(node.start, frame, this.scope)
    this.expression(node, name)
    if (aside) this.planter.onBehalfClose(node.end)
  }

  /** A sloppy `eval('var x')` declares for the parameters behind it: not for a function around it. */
  protected mayDeclare(node: Expression): boolean {
    return !this.strict && /\beval\b/.test(this.text.slice(node.start, node.end))
  }

  /** The engine complains of an `await` in a parameter: not so in a function around it. */
  protected mayNotSuspend(node: Expression): boolean {
    return /\b(?:yield|await)\b/.test(this.text.slice(node.start, node.end)) && holdsSuspension(node)
  }

  protected resumed(node: Expression, wrap: boolean, name: string | null = null): void {
    const frame = this.resumes
    if (wrap && frame) this.planter.resumedOpen(node.start, frame)
    this.expression(node, name)
    if (wrap && frame) this.planter.resumedClose(node.end)
  }

  protected classDefinition(node: Class, name: string): void {
    if (this.headNotCovered(node.start, node.body.start)) {
      this.ignoring(() => this.classItself(node, name))
    } else this.classItself(node, name)
  }

  protected classItself(node: Class, name: string): void {
    const [reach, strict, shown] = [this.reach, this.strict, this.shown]
    for (const one of node.decorators) this.expression(one.expression)
    this.strict = true
    if (node.superClass) this.expression(node.superClass)
    const className = node.id?.name ?? name
    const names = this.collector || this.lineOf ? memberNames(className, node.body.body, this.text) : null
    for (const element of node.body.body) {
      this.reach = -1
      this.heeding(element, () => {
        this.classElement(element, className, names?.get(element) ?? '', node)
        this.dropHints(element.end)
      })
    }
    this.reach = isInert(node) ? reach : -1
    this.strict = strict
    this.shown = shown
    this.meet(node)
  }

  protected classElement(node: ClassElement, className: string, name: string, owner: Class): void {
    if (node.type === 'StaticBlock') return this.staticBlock(node, name)
    if (node.type === 'TSIndexSignature' || node.type.startsWith('TSAbstract')) return
    const counter = this.countBefore(node)
    for (const one of node.decorators) this.expression(one.expression)
    if (node.computed) this.expression(node.key as Expression)
    if (node.type === 'MethodDefinition') {
      const kind = methodKind(node.kind)
      const derived = kind === 'constructor' && owner.superClass !== null
      const fields = derived && owner.body.body.some(isInstanceField)
      this.functionDefinition(node.value, { kind, name, start: node.start, head: null, derived, fields })
    } else if (node.type === 'PropertyDefinition' || node.type === 'AccessorProperty') {
      if (node.value && !node.declare) this.field(node, node.value, className, name, counter)
    }
  }

  /** A computed key names the anonymous function behind it, which can't be wrapped then: the count goes before the member. */
  protected countsBefore(node: Field): boolean {
    return node.computed || this.planter.keepsFields
  }

  protected countBefore(node: ClassElement): CounterIndex {
    if (node.type !== 'PropertyDefinition' && node.type !== 'AccessorProperty') return -1
    const { value } = node
    if (!value || node.declare || !isAnonymousDefinition(value) || this.ignoredAt(value.start)) return -1
    const counter = this.counters++
    if (this.countsBefore(node))
      this.planter.fieldCount(node.start, counter, this.scope, node.static, this.lineAt(value.start))
    return counter
  }

  /** `reserved`: the counter of an anonymous function, or -1. */
  protected field(node: Field, value: Expression, className: string, name: string, reserved: CounterIndex): void {
    const leave = this.enterFunction(name)
    // The value's own name, if it is a function, is the member's: no function is around it.
    const prefix = this.prefix
    if (this.ignoredAt(value.start)) {
      this.ignoring(() => this.expression(value))
      return leave()
    }
    const inner = unwrap(value)
    const anonymous = isAnonymousDefinition(value)
    if (!anonymous && !callsNothing(value)) {
      const frame = this.newFrame([], false, false, false)
      const key = keyName(node.key, node.computed, this.text)
      leave()
      const restore = this.enterFunction(`${className}.<${node.static ? 'static' : 'init'} ${key}>`)
      const span: Span = [inner.start, inner.end]
      frame.name = this.prefix
      this.collector?.function('field', this.prefix, [node.key.start, node.key.end], span, frame.counter)
      this.collector?.statement(span, frame.counter, false)
      this.planter.fieldOpen(inner.start, frame, this.scope, this.arrive(inner.start))
      this.reach = frame.counter
      this.expression(inner, null)
      this.planter.fieldClose(inner)
      return restore()
    }
    const counter = anonymous ? reserved : this.counters++
    this.collector?.statement([inner.start, inner.end], counter, false)
    leave()
    if (anonymous && this.countsBefore(node)) this.memberValue(value, prefix)
    else {
      const inferred = anonymous ? keyName(node.key, false, this.text) : null
      this.planter.wrapOpen(inner.start, counter, this.scope, inferred, this.lineAt(inner.start))
      this.memberValue(inner, prefix)
      this.planter.wrapClose(inner, inferred)
    }
  }

  /** Nothing suspends in there, and no caller state of the function around may be touched. */
  protected memberValue(value: Expression, qualified: string): void {
    const [frame, prefix] = [this.frame, this.prefix]
    this.frame = null
    this.prefix = ''
    this.expression(value, qualified)
    this.frame = frame
    this.prefix = prefix
  }

  protected staticBlock(node: StaticBlock, name: string): void {
    if (this.ignoredAt(node.start)) return
    const leave = this.enterFunction(name)
    const frame = this.newFrame(node.body, false, false, false)
    this.collector?.function(
      'static-block',
      this.prefix,
      [node.start, node.start + 1],
      [node.start, node.end],
      frame.counter,
    )
    this.scope = 'function'
    this.frame = frame
    this.awaitsReturn = false
    this.reach = frame.counter
    const at = blockStart(this.text, node.start + 'static'.length)
    this.planter.enter(at, frame)
    this.guarded(node.body, [], at, node.end - 1, frame, false)
    leave()
  }

  /** A parameter property is an assignment at the start of the body, or right behind `super()`. */
  protected parameterProperties(params: ParamPattern[], frame: Frame, derived: boolean): void {
    const properties = params.filter((param) => param.type === 'TSParameterProperty')
    if (properties.length === 0) return
    const counter = derived ? this.counters++ : frame.counter
    if (derived) this.afterSuper = counter
    for (const one of properties) this.collector?.statement([one.start, one.end], counter, true)
  }
}
