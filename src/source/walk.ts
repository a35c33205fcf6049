/**
 * The walk: one pass over the tree, in the order of the text. It numbers counters, collects sites and tells the
 * planter where probes go.
 *
 * Sites that are reached equally often share a counter. `#reach` is the counter that knows how often the present
 * point is reached, or -1: it survives whatever can neither throw nor branch (see inert.ts).
 */
import type {
  AccessorProperty,
  ArrowFunctionExpression,
  BlockStatement,
  CallExpression,
  Class,
  ClassElement,
  ConditionalExpression,
  Expression,
  Function as FunctionNode,
  IfStatement,
  LogicalExpression,
  NewExpression,
  Node,
  ObjectProperty,
  ParamPattern,
  Program,
  PropertyDefinition,
  Statement,
  StaticBlock,
  SwitchStatement,
  TryStatement,
  TSEnumDeclaration,
  VariableDeclaration,
  VariableDeclarator,
} from 'oxc-parser'
import { visitorKeys } from 'oxc-parser'
import type { CounterIndex, FunctionKind } from '../model/sites.ts'
import type { SiteCollector, Span } from './collect.ts'
import { chooseGuard, declaredFunction, delegates, disposesBehindLoop, sharesScope } from './guard.ts'
import type { HintKind, Hints, IgnoredSpan, NodeHint } from './hints.ts'
import { bodyCallsNothing, callsNothing, isAnonymousDefinition, isInert, unwrap } from './inert.ts'
import { callbackName, keyName, memberNames, targetName } from './naming.ts'
import type { Frame, Planter, Scope } from './planter.ts'

export interface WalkInput {
  text: string
  program: Program
  hints: Hints
  planter: Planter
  /** null: sites are not wanted. */
  collector: SiteCollector | null
  /** TypeScript, so that a transpiler will move code in its constructors. */
  typed?: boolean
  /** Whether what starts at an offset is the user's; the rest was made by a tool, and gets no probe. Default: all is. */
  isOriginal?: (offset: number) => boolean
}

export interface WalkResult {
  /** How many counters the file needs. */
  counters: number
  /** Hints that stand before nothing they could apply to. */
  unusedHints: NodeHint[]
}

export function walkSource(input: WalkInput): WalkResult {
  const walker = new Walker(input)
  walker.program(input.program)
  return walker.result()
}

type ForOfStatement = Extract<Statement, { type: 'ForOfStatement' }>
type Arms = { span: Span | null; counter: CounterIndex }[]
type Field = PropertyDefinition | AccessorProperty
type Namespace = Extract<Node, { type: 'TSModuleDeclaration' }>
type DefaultValue = Extract<Node, { type: 'AssignmentPattern' }>

interface FunctionContext {
  kind: FunctionKind
  name: string
  /** Where the function's own text starts: a method's, not its value's. */
  start: number
  head: Span | null
  /** A constructor that calls `super()` before it may touch `this`; and whose class has fields to set behind that. */
  derived?: boolean
  fields?: boolean
}

class Walker {
  readonly #text: string
  readonly #hints: Hints
  readonly #planter: Planter
  readonly #collector: SiteCollector | null
  readonly #isOriginal: ((offset: number) => boolean) | null
  readonly #typed: boolean
  readonly #unusedHints: NodeHint[] = []
  #nextHint = 0
  #counters = 0
  #reach: CounterIndex = -1
  /** Depth of ignored nodes around. */
  #ignored = 0
  /** Depth of `with` statements around: in there a declared name can be a setter. */
  #withs = 0
  /** Whose caller state the present point belongs to; null where nobody keeps any. */
  #frame: Frame | null = null
  #scope: Scope = 'file'
  #strict = false
  /** Names of the functions around, for the names of those within. */
  #prefix = ''
  /** Counts a derived class's parameter properties, which run right behind `super()`. */
  #afterSuper: CounterIndex = -1

  constructor(input: WalkInput) {
    this.#text = input.text
    this.#hints = input.hints
    this.#planter = input.planter
    this.#collector = input.collector
    this.#isOriginal = input.isOriginal ?? null
    this.#typed = input.typed ?? false
  }

  result(): WalkResult {
    return { counters: this.#counters, unusedHints: this.#unusedHints }
  }

  // --- the file ---

  program(node: Program): void {
    const body = node.body.filter((statement) => !isDirective(statement))
    if (!body.some(runs)) return
    this.#strict = node.sourceType === 'module' || hasUseStrict(node.body)
    const awaits = node.sourceType === 'module' && this.#text.includes('await')
    const frame = this.#newFrame(node.body, true, awaits, awaits)
    this.#collector?.function('module', '<module>', [0, 1], [node.start, node.end], frame.counter)
    this.#frame = frame
    const first = body.find((statement) => statement.type !== 'ImportDeclaration')
    const last = node.body.at(-1) as Statement
    let entered = false
    const enter = (at: number): void => {
      const before = this.#text.slice(0, at).trimEnd()
      this.#planter.enterFile(at, frame, {
        separate: before !== '' && !/[;}]$/.test(before),
        module: node.sourceType === 'module',
      })
      entered = true
      this.#reach = frame.counter
    }
    for (const statement of body) {
      if (statement === first) enter(startOf(statement))
      this.#statement(statement, statement.start)
    }
    if (!entered) enter(last.end)
    this.#dropHints(this.#text.length)
    this.#planter.leaveFile(last.end, frame)
  }

  // --- statements ---

  /** Tells whether control never reaches the end of the list. */
  #list(statements: readonly Statement[]): boolean {
    let abrupt = false
    for (const statement of statements) {
      if (this.#statement(statement, statement.start)) {
        abrupt = true
        this.#reach = -1
      }
    }
    return abrupt
  }

  /** `at`: where a probe before the statement goes, at its `export`, if it has one. */
  #statement(node: Statement, at: number): boolean {
    const hint = this.#hint({ start: startOf(node) }, node.type === 'IfStatement')
    const visit = (): boolean => {
      const abrupt = this.#statementItself(node, at, hint)
      this.#dropHints(node.end)
      return abrupt
    }
    return hint === 'next' ? this.#ignoring(visit) : visit()
  }

  #statementItself(node: Statement, at: number, hint: HintKind | null): boolean {
    switch (node.type) {
      case 'ExpressionStatement': {
        const shared = !this.#countStatement(node, at)
        if (shared && this.#frame?.suspends) this.#planter.separate(at)
        this.#takingApart(assignedPattern(node.expression), node.end, () => this.#expression(node.expression))
        this.#countSuper(node)
        return false
      }
      case 'VariableDeclaration':
        if (node.declare) return false
        this.#takingApart(declaredPattern(node), node.end, () => this.#declaration(node, at))
        if (node.kind === 'await using' && this.#frame) this.#planter.release(node.end, this.#frame)
        return false
      case 'ReturnStatement':
        this.#countStatement(node, at)
        if (node.argument) this.#returned(node.argument)
        return true
      case 'ThrowStatement':
        this.#countStatement(node, at)
        this.#expression(node.argument)
        return true
      case 'BreakStatement':
      case 'ContinueStatement':
        this.#countStatement(node, at)
        return true
      case 'DebuggerStatement':
        this.#countStatement(node, at)
        return false
      case 'BlockStatement':
        return this.#block(node.body, node)
      case 'IfStatement':
        return this.#if(node, at, hint)
      case 'ForStatement':
        this.#countStatement(node, at)
        if (node.init?.type === 'VariableDeclaration') this.#declaration(node.init, -1)
        else if (node.init) this.#expression(node.init)
        if (node.test) this.#repeated(node.test)
        if (node.update) this.#repeated(node.update)
        this.#loopBody(node.body)
        return false
      case 'ForInStatement':
      case 'ForOfStatement':
        if (isSuspendingLoop(node)) return this.#forAwait(node, at, at)
        this.#countStatement(node, at)
        this.#forHead(node.left)
        this.#expression(node.right)
        this.#loopBody(node.body)
        return false
      case 'WhileStatement':
        this.#countStatement(node, at)
        this.#repeated(node.test)
        this.#loopBody(node.body)
        return false
      case 'DoWhileStatement':
        this.#countStatement(node, at)
        this.#loopBody(node.body)
        this.#repeated(node.test)
        return false
      case 'SwitchStatement':
        this.#countStatement(node, at)
        this.#switch(node)
        return false
      case 'TryStatement':
        this.#countStatement(node, at)
        return this.#try(node)
      case 'WithStatement':
        this.#countStatement(node, at)
        this.#expression(node.object)
        this.#withs++
        this.#loopBody(node.body)
        this.#withs--
        return false
      case 'LabeledStatement':
        this.#countStatement(node, at)
        this.#labeled(node.body, at)
        this.#reach = -1
        return false
      case 'FunctionDeclaration':
        this.#function(node, { kind: 'function', name: node.id?.name ?? 'default', start: node.start, head: null })
        return false
      case 'ClassDeclaration':
        if (!node.declare) this.#class(node, node.id?.name ?? 'default')
        return false
      case 'ExportNamedDeclaration':
        if (node.exportKind !== 'type' && node.declaration) return this.#statement(node.declaration as Statement, at)
        return false
      case 'ExportDefaultDeclaration':
        this.#exportDefault(node.declaration)
        return false
      case 'TSEnumDeclaration':
        this.#enum(node, at)
        return false
      case 'TSModuleDeclaration':
        this.#namespace(node, at)
        return false
      case 'TSImportEqualsDeclaration':
        if (node.importKind !== 'type' && node.moduleReference.type === 'TSExternalModuleReference') {
          this.#countStatement(node, at, true)
          this.#reach = -1
        }
        return false
      case 'TSExportAssignment':
        this.#countStatement(node, at, true)
        this.#expression(node.expression)
        return false
      default:
        // Imports, re-exports, empty statements, and what TypeScript erases.
        return false
    }
  }

  #exportDefault(node: Node): void {
    if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') this.#statement(node, node.start)
    else if (!node.type.startsWith('TS') || node.type === 'TSAsExpression')
      this.#expression(node as Expression, 'default')
  }

  /** A block that a hint may stand before. */
  #heededBlock(node: BlockStatement): boolean {
    return this.#heeding(node, () => {
      const abrupt = this.#block(node.body, node)
      this.#dropHints(node.end)
      return abrupt
    })
  }

  #block(statements: readonly Statement[], block: { start: number; end: number }): boolean {
    const disposes = this.#frame?.delegates === true && statements.some(isAwaitUsing)
    if (disposes) this.#planter.resumeOpen(block.start + 1)
    const abrupt = this.#list(statements)
    if (disposes && this.#frame) this.#planter.resumeClose(block.end - 1, this.#frame)
    return abrupt
  }

  #declaration(node: VariableDeclaration, at: number): void {
    this.#heeding(node, () => {
      let front = at
      for (const one of node.declarations) {
        this.#heeding(one, () => this.#declarator(one, front))
        if (one.init) front = -1
      }
    })
    if (node.kind.endsWith('using')) this.#reach = -1
  }

  /** `at`: where its probe goes as long as nothing was evaluated behind that place; else -1. */
  #declarator({ id, init }: VariableDeclarator, at: number): void {
    const reach = this.#reach
    let counter: CounterIndex = -1
    if (init && !this.#ignoredAt(init.start)) {
      const inner = unwrap(init)
      counter = this.#newSite([inner.start, inner.end], at)
    }
    const before = this.#reach
    if (id.type !== 'Identifier') this.#pattern(id, null)
    this.#reach = before
    if (!init) return
    const own = counter >= 0 && counter !== reach && at < 0
    const name = id.type === 'Identifier' ? id.name : null
    if (own) this.#wrapped(init, counter, name, isAnonymousDefinition(init) ? name : null)
    else this.#expression(init, name)
    if (counter < 0 || this.#withs > 0 || !isInert(init) || id.type !== 'Identifier') this.#reach = -1
  }

  /** Wraps an expression with the count of it, and keeps the name that the language would infer for it. */
  #wrapped(node: Expression, counter: CounterIndex, name: string | null, inferred: string | null): void {
    this.#planter.wrapOpen(node.start, counter, this.#scope, inferred)
    this.#reach = counter
    this.#expression(node, name)
    this.#planter.wrapClose(node.end, inferred)
  }

  #returned(node: Expression): void {
    // Returning from an async generator awaits the value: a suspension that nobody wrote.
    if (this.#frame?.suspends && this.#awaitsReturn) this.#operand(node, this.#frame)
    else this.#expression(node, '<returned>')
  }
  #awaitsReturn = false
  /** The function that is not yet itself again: in the head of a `for await`, in the parameter of a `catch`. */
  #resumes: Frame | null = null
  /** The `await` or `yield` behind whose statement the function is itself again. */
  #apart: Expression | null = null

  #if(node: IfStatement, at: number, hint: HintKind | null): boolean {
    this.#countStatement(node, at)
    this.#expression(node.test)
    const arms = this.#ignoredAt(node.start) ? null : (this.#collector?.branch('if', [node.start, node.end]) ?? [])
    const consequent = hint === 'if' ? -1 : this.#newArm(arms, [node.start, node.end])
    const thenAbrupt =
      hint === 'if' ? this.#ignoring(() => this.#arm(node.consequent, -1)) : this.#arm(node.consequent, consequent)
    const afterThen = this.#reach
    if (!node.alternate) {
      if (hint === 'else' || !arms) {
        this.#reach = -1
        return false
      }
      const implicit = this.#newArm(arms, null)
      this.#planter.implicitElse(node.end, implicit, this.#scope)
      this.#reach = thenAbrupt ? implicit : -1
      return false
    }
    const { alternate } = node
    const span: Span = [alternate.start, alternate.end]
    const elseAbrupt =
      hint === 'else'
        ? this.#ignoring(() => this.#arm(alternate, -1))
        : this.#arm(alternate, this.#ignoredAt(alternate.start) ? -1 : this.#newArm(arms, span))
    this.#reach = thenAbrupt ? this.#reach : elseAbrupt ? afterThen : -1
    return thenAbrupt && elseAbrupt
  }

  #newArm(arms: Arms | null, span: Span | null): CounterIndex {
    if (!arms) return -1
    const counter = this.#counters++
    arms.push({ span, counter })
    return counter
  }

  /** A block, or a statement that is made one; `counter` counts entering it. */
  #arm(node: Statement, counter: CounterIndex): boolean {
    this.#reach = counter
    if (node.type !== 'BlockStatement') return this.#braced(node, counter)
    if (counter >= 0) this.#planter.count(node.start + 1, counter, this.#scope)
    return this.#heededBlock(node)
  }

  #braced(node: Statement, counter: CounterIndex): boolean {
    this.#planter.braceOpen(node.start)
    if (counter >= 0) this.#planter.count(node.start, counter, this.#scope)
    const abrupt = this.#statement(node, node.start)
    this.#planter.braceClose(node.end)
    return abrupt
  }

  #loopBody(node: Statement): void {
    this.#arm(node, -1)
    this.#reach = -1
  }

  /** Evaluated once a round. */
  #repeated(node: Expression): void {
    this.#reach = -1
    this.#expression(node)
    this.#reach = -1
  }

  #forHead(node: Node): void {
    const reach = this.#reach
    if (node.type === 'VariableDeclaration') this.#declaration(node, -1)
    else this.#pattern(node, null)
    this.#reach = reach
  }

  /** What is evaluated in there comes right behind a suspension, with no place for a statement between. */
  #resuming(frame: Frame | null, visit: () => void): void {
    const resumes = this.#resumes
    this.#resumes = frame?.suspends ? frame : null
    visit()
    this.#resumes = resumes
  }

  /**
   * A statement that takes apart what it waits for, as `const { x } = await y`, makes the function itself again behind
   * it: where there is nothing to take apart, the engine's message quotes what stands behind the `=`.
   */
  #takingApart(source: Expression | null, end: number, visit: () => void): void {
    const frame = this.#frame
    if (!source || !frame?.suspends) return visit()
    this.#apart = source
    this.#resuming(frame, visit)
    this.#planter.separate(end)
    this.#planter.resume(end, frame)
  }

  #forAwait(node: ForOfStatement, at: number, outermost: number): boolean {
    const frame = this.#frame
    this.#countStatement(node, at)
    if (frame && at === outermost) this.#planter.resumeOpen(outermost)
    this.#resuming(frame, () => this.#forHead(node.left))
    if (frame) this.#planter.iterableOpen(node.right.start, frame)
    this.#expression(node.right)
    if (frame) this.#planter.iterableClose(node.right.end, frame, node.await)
    this.#reach = -1
    const { body } = node
    const block = body.type === 'BlockStatement'
    const start = block ? body.start + 1 : body.start
    if (!block) this.#planter.braceOpen(body.start)
    if (frame) this.#planter.resume(start, frame)
    if (frame && isAwaitUsing(node.left)) this.#planter.release(start, frame)
    if (block) this.#arm(body, -1)
    else {
      this.#statement(body, body.start)
      this.#planter.braceClose(body.end)
    }
    if (frame && at === outermost) this.#planter.resumeClose(node.end, frame)
    this.#reach = -1
    return false
  }

  /** `continue label` needs its label right before the loop, so what goes around a `for await` goes around its labels. */
  #labeled(body: Statement, at: number): void {
    let inner = body
    while (inner.type === 'LabeledStatement') inner = inner.body
    if (isSuspendingLoop(inner) && this.#frame) {
      this.#planter.resumeOpen(at)
      this.#heeding(body, () => this.#labeledForAwait(body, at))
      this.#planter.resumeClose(inner.end, this.#frame)
    } else this.#statement(body, at)
  }

  #labeledForAwait(body: Statement, at: number): void {
    if (body.type === 'LabeledStatement') {
      this.#countStatement(body, at)
      this.#heeding(body.body, () => this.#labeledForAwait(body.body, at))
    } else if (body.type === 'ForOfStatement') this.#forAwait(body, at, -1)
  }

  #switch(node: SwitchStatement): void {
    this.#expression(node.discriminant)
    const arms = this.#ignoredAt(node.start) ? null : (this.#collector?.branch('switch', [node.start, node.end]) ?? [])
    for (const one of node.cases) {
      const visit = (): void => {
        this.#reach = -1
        if (one.test) this.#expression(one.test)
        this.#reach = this.#ignoredAt(one.start) ? -1 : this.#newArm(arms, [one.start, one.end])
        const at = one.consequent[0]?.start ?? one.end
        if (this.#reach >= 0) this.#planter.count(at, this.#reach, this.#scope)
        this.#list(one.consequent)
      }
      this.#heeding(one, visit)
    }
    this.#reach = -1
  }

  #try({ block, handler, finalizer }: TryStatement): boolean {
    const blockAbrupt = this.#heededBlock(block)
    const handlerAbrupt = handler ? this.#heeding(handler, () => this.#handler(handler.param, handler.body)) : true
    if (finalizer) {
      this.#reach = -1
      if (this.#frame) this.#planter.resume(finalizer.start + 1, this.#frame)
      if (this.#heededBlock(finalizer)) return true
    }
    this.#reach = -1
    return blockAbrupt && handlerAbrupt
  }

  #handler(param: Node | null, body: BlockStatement): boolean {
    this.#reach = -1
    if (param) this.#resuming(this.#frame, () => this.#pattern(param, null))
    if (this.#frame) this.#planter.resume(body.start + 1, this.#frame)
    return this.#heededBlock(body)
  }

  // --- what TypeScript makes run ---

  #enum(node: TSEnumDeclaration, at: number): void {
    if (node.declare || !this.#countStatement(node, at, true, true)) return
    const counter = this.#reach
    for (const member of node.body.members) this.#collector?.statement([member.start, member.end], counter, true)
    this.#reach = -1
  }

  #namespace(node: Namespace, at: number): void {
    if (node.declare || !isInstantiated(node)) return
    this.#countStatement(node, at, true)
    const prefix = this.#prefix
    let body = node.body as Node | null
    this.#prefix = this.#qualify(this.#text.slice(node.id.start, node.id.end))
    while (body?.type === 'TSModuleDeclaration') body = body.body as Node | null
    if (body?.type === 'TSModuleBlock') this.#list(body.body as Statement[])
    this.#prefix = prefix
    this.#reach = -1
  }

  /** A parameter property is an assignment at the start of the body, or right behind `super()`. */
  #parameterProperties(params: ParamPattern[], frame: Frame, derived: boolean): void {
    const properties = params.filter((param) => param.type === 'TSParameterProperty')
    if (properties.length === 0) return
    const counter = derived ? this.#counters++ : frame.counter
    if (derived) this.#afterSuper = counter
    for (const one of properties) this.#collector?.statement([one.start, one.end], counter, true)
  }

  #countSuper(node: Extract<Statement, { type: 'ExpressionStatement' }>): void {
    if (this.#afterSuper < 0 || !isSuperCall(node)) return
    this.#planter.countAfter(node.end, this.#afterSuper, this.#scope)
    this.#reach = this.#afterSuper
    this.#afterSuper = -1
  }

  // --- functions and classes ---

  #newFrame(body: readonly Node[], file: boolean, suspends: boolean, async: boolean): Frame {
    const counter = this.#counters
    this.#counters += 2
    return {
      counter,
      file,
      suspends,
      async,
      delegates: suspends && body.some(delegates),
      pure: !file && !suspends && bodyCallsNothing(body as Statement[]),
    }
  }

  #function(node: FunctionNode | ArrowFunctionExpression, context: FunctionContext): void {
    const { body } = node
    if (!body || ('declare' in node && node.declare)) return
    if (this.#hintedAt(context.start) || this.#headNotCovered(context.start, body.start)) {
      return this.#ignoring(() => this.#dropHints(node.end))
    }
    if (this.#isOriginal?.(context.start) === false) return this.#madeFunction(node, body)
    const saved = this.#enterFunction(context.name)
    const expression = body.type !== 'BlockStatement'
    const statements = expression ? [] : (body.body as Statement[])
    const suspends = node.async || node.generator
    const frame = this.#newFrame(expression ? [body] : statements, false, suspends, node.async)
    frame.pure = !suspends && (expression ? callsNothing(body) : bodyCallsNothing(statements))
    const head =
      context.head ??
      (node.id ? ([node.id.start, node.id.end] as const) : ([context.start, context.start + 1] as const))
    const inner = expression ? unwrap(body as Expression) : body
    this.#collector?.function(context.kind, this.#prefix, head, [inner.start, inner.end], frame.counter)
    for (const param of node.params) this.#param(param, frame)
    this.#scope = 'function'
    this.#frame = frame
    this.#awaitsReturn = node.async && node.generator
    this.#reach = frame.counter
    this.#parameterProperties(node.params, frame, context.derived === true)
    if (expression) this.#arrowBody(body as Expression, frame)
    else
      this.#heeding(body, () =>
        this.#functionBody(statements, body, node.params, frame, this.#needsRootSuper(node.params, context)),
      )
    this.#leaveFunction(saved)
  }

  /** A function that a tool wrapped around the user's code: it is no function of theirs, but what is in it is. */
  #madeFunction(node: FunctionNode | ArrowFunctionExpression, body: Node): void {
    const prefix = this.#prefix
    const saved = this.#enterFunction('')
    this.#prefix = prefix
    this.#reach = -1
    for (const param of node.params) this.#pattern(param as Node, null)
    if (body.type === 'BlockStatement') this.#list(body.body as Statement[])
    else this.#expression(body)
    this.#leaveFunction(saved)
  }

  #enterFunction(name: string): () => void {
    const [reach, frame, scope, strict, prefix] = [this.#reach, this.#frame, this.#scope, this.#strict, this.#prefix]
    const [awaits, afterSuper, resumes] = [this.#awaitsReturn, this.#afterSuper, this.#resumes]
    this.#prefix = this.#qualify(name)
    this.#frame = null
    this.#resumes = null
    this.#afterSuper = -1
    return () => {
      this.#reach = reach
      this.#frame = frame
      this.#scope = scope
      this.#strict = strict
      this.#prefix = prefix
      this.#awaitsReturn = awaits
      this.#afterSuper = afterSuper
      this.#resumes = resumes
    }
  }

  #leaveFunction(restore: () => void): void {
    restore()
  }

  #arrowBody(body: Expression, frame: Frame): void {
    const inner = unwrap(body)
    const hinted = this.#isHinted(body)
    this.#planter.arrowOpen(body.start, frame)
    if (!hinted && !this.#ignoredAt(inner.start))
      this.#collector?.statement([inner.start, inner.end], frame.counter, false)
    const visit = (): void => this.#expression(body, '<returned>')
    if (hinted) this.#ignoring(visit)
    else visit()
    this.#planter.arrowClose(body.end, frame)
  }

  #functionBody(
    body: Statement[],
    block: { start: number; end: number },
    params: ParamPattern[],
    frame: Frame,
    rootSuper: boolean,
  ): void {
    const directives = body.filter(isDirective)
    const statements = body.slice(directives.length)
    const last = directives.at(-1)
    this.#strict ||= hasUseStrict(directives)
    const at = last ? last.end : this.#text.indexOf('{', block.start) + 1
    if (last && this.#text[at - 1] !== ';') this.#planter.separate(at)
    this.#planter.enter(at, frame)
    this.#guarded(statements, params, at, block.end - 1, frame, rootSuper)
    this.#dropHints(block.end)
  }

  #guarded(
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
      (unguarded > 0 && sharesScope(statements, unguarded, this.#text))
    const guard = unguardable ? 'none' : chooseGuard(statements, params, this.#strict, this.#text)
    if (guard === 'none') {
      this.#frame = null
      this.#list(statements)
      return
    }
    if (guard === 'whole') {
      const lead = statements[unguarded - 1]
      if (lead) {
        this.#planter.become(start, frame)
        this.#list(statements.slice(0, unguarded))
        if (this.#text[lead.end - 1] !== ';') this.#planter.separate(lead.end)
      }
      this.#planter.guardOpen(lead?.end ?? start, frame, false)
      this.#list(statements.slice(unguarded))
      this.#planter.guardClose(end, frame)
      return
    }
    let again = false
    for (const run of runsBetweenFunctions(statements)) {
      const [first, last] = [run[0] as Statement, run.at(-1) as Statement]
      const guarded = !declaredFunction(first)
      if (guarded) this.#planter.guardOpen(first.start, frame, again)
      this.#list(run)
      if (guarded) this.#planter.guardClose(last.end, frame)
      again ||= guarded
    }
  }

  /**
   * Transpilers put fields and parameter properties behind `super()`, but not all of them find it inside a guard. Then
   * the guard starts behind it; what `super()` throws is put right by whoever catches it.
   */
  #needsRootSuper(params: ParamPattern[], { derived, fields }: FunctionContext): boolean {
    if (!this.#typed || !derived) return false
    return fields === true || params.some((param) => param.type === 'TSParameterProperty')
  }

  #param(param: ParamPattern, frame: Frame): void {
    for (const one of param.decorators ?? []) this.#expression(one.expression)
    if (param.type === 'TSParameterProperty') this.#pattern(param.parameter, frame)
    else this.#pattern(param, frame)
  }

  /** A binding or assignment target; `frame`: of the function whose parameter it is. */
  #pattern(node: Node, frame: Frame | null): void {
    this.#reach = -1
    switch (node.type) {
      case 'Identifier':
        return
      case 'AssignmentPattern':
        return this.#defaultValue(node, frame)
      case 'ArrayPattern':
        for (const element of node.elements) if (element) this.#pattern(element, frame)
        return
      case 'ObjectPattern':
        for (const property of node.properties) this.#pattern(property, frame)
        return
      case 'Property':
        if (node.computed) this.#onBehalf(node.key as Expression, frame)
        return this.#pattern(node.value, frame)
      case 'RestElement':
        return this.#pattern(node.argument, frame)
      case 'MemberExpression':
        this.#resumed(node.object, node.object.type !== 'Super')
        if (node.computed) this.#expression(node.property)
        return
      default:
        this.#expression(node as Expression)
    }
  }

  #defaultValue(node: DefaultValue, frame: Frame | null): void {
    const { left, right } = node
    if (this.#hint(node) || this.#hint(left) || this.#ignoredAt(left.start)) {
      return this.#ignoring(() => {
        this.#pattern(left, frame)
        this.#onBehalf(right, frame)
      })
    }
    this.#pattern(left, frame)
    const inner = unwrap(right)
    const counter = this.#newArm(this.#collector?.branch('default-arg', [left.start, node.end]) ?? [], [
      inner.start,
      inner.end,
    ])
    const name = left.type === 'Identifier' ? left.name : null
    const inferred = name !== null && isAnonymousDefinition(right) ? name : null
    this.#planter.wrapOpen(right.start, counter, this.#scope, inferred)
    this.#reach = counter
    this.#onBehalf(right, frame, name)
    this.#planter.wrapClose(right.end, inferred)
    this.#reach = -1
  }

  /** What runs before the body belongs to the function all the same. */
  #onBehalf(node: Expression, frame: Frame | null, name: string | null = null): void {
    const wrap = !callsNothing(node) && !isAnonymousDefinition(node)
    if (!frame) return this.#resumed(node, wrap, name)
    const aside = wrap && !this.#mayDeclare(node)
    if (aside) this.#planter.onBehalfOpen(node.start, frame, this.#scope)
    this.#expression(node, name)
    if (aside) this.#planter.onBehalfClose(node.end)
  }

  /** A sloppy `eval('var x')` declares for the parameters behind it: not for a function around it. */
  #mayDeclare(node: Expression): boolean {
    return !this.#strict && /\beval\b/.test(this.#text.slice(node.start, node.end))
  }

  #resumed(node: Expression, wrap: boolean, name: string | null = null): void {
    const frame = this.#resumes
    if (wrap && frame) this.#planter.resumedOpen(node.start, frame)
    this.#expression(node, name)
    if (wrap && frame) this.#planter.resumedClose(node.end)
  }

  #class(node: Class, name: string): void {
    if (this.#headNotCovered(node.start, node.body.start)) {
      this.#ignoring(() => this.#classItself(node, name))
    } else this.#classItself(node, name)
  }

  #classItself(node: Class, name: string): void {
    const [reach, strict] = [this.#reach, this.#strict]
    for (const one of node.decorators) this.#expression(one.expression)
    this.#strict = true
    if (node.superClass) this.#expression(node.superClass)
    const className = node.id?.name ?? name
    const names = this.#collector ? memberNames(className, node.body.body, this.#text) : null
    for (const element of node.body.body) {
      this.#reach = -1
      this.#heeding(element, () => {
        this.#classElement(element, className, names?.get(element) ?? '', node)
        this.#dropHints(element.end)
      })
    }
    this.#reach = isInert(node) ? reach : -1
    this.#strict = strict
  }

  #classElement(node: ClassElement, className: string, name: string, owner: Class): void {
    if (node.type === 'StaticBlock') return this.#staticBlock(node, name)
    if (node.type === 'TSIndexSignature' || node.type.startsWith('TSAbstract')) return
    const counter = this.#countBefore(node)
    for (const one of node.decorators) this.#expression(one.expression)
    if (node.computed) this.#expression(node.key as Expression)
    if (node.type === 'MethodDefinition') {
      const kind = methodKind(node.kind)
      const derived = kind === 'constructor' && owner.superClass !== null
      const fields = derived && owner.body.body.some(isInstanceField)
      this.#function(node.value, { kind, name, start: node.start, head: null, derived, fields })
    } else if (node.type === 'PropertyDefinition' || node.type === 'AccessorProperty') {
      if (node.value && !node.declare) this.#field(node, node.value, className, name, counter)
    }
  }

  /** A computed key names the anonymous function behind it, which can't be wrapped then: the count goes before the member. */
  #countBefore(node: ClassElement): CounterIndex {
    if (node.type !== 'PropertyDefinition' && node.type !== 'AccessorProperty') return -1
    const { value } = node
    if (!node.computed || !value || node.declare || !isAnonymousDefinition(value) || this.#ignoredAt(value.start))
      return -1
    const counter = this.#counters++
    this.#planter.fieldCount(node.start, counter, this.#scope, node.static)
    return counter
  }

  /** `before`: what counts it already, or -1. */
  #field(node: Field, value: Expression, className: string, name: string, before: CounterIndex): void {
    const saved = this.#enterFunction(name)
    // The value's own name, if it is a function, is the member's: no function is around it.
    const prefix = this.#prefix
    if (this.#ignoredAt(value.start)) {
      this.#ignoring(() => this.#expression(value))
      return this.#leaveFunction(saved)
    }
    const inner = unwrap(value)
    const anonymous = isAnonymousDefinition(value)
    if (!anonymous && !callsNothing(value)) {
      const frame = this.#newFrame([], false, false, false)
      const key = keyName(node.key, node.computed, this.#text)
      saved()
      const restore = this.#enterFunction(`${className}.<${node.static ? 'static' : 'init'} ${key}>`)
      const span: Span = [inner.start, inner.end]
      this.#collector?.function('field', this.#prefix, [node.key.start, node.key.end], span, frame.counter)
      this.#collector?.statement(span, frame.counter, false)
      this.#planter.fieldOpen(value.start, frame, this.#scope)
      this.#reach = frame.counter
      this.#expression(value, null)
      this.#planter.fieldClose(value.end)
      return restore()
    }
    const counter = before >= 0 ? before : this.#counters++
    this.#collector?.statement([inner.start, inner.end], counter, false)
    saved()
    if (before >= 0) this.#memberValue(value, prefix)
    else {
      const inferred = anonymous ? keyName(node.key, false, this.#text) : null
      this.#planter.wrapOpen(value.start, counter, this.#scope, inferred)
      this.#memberValue(value, prefix)
      this.#planter.wrapClose(value.end, inferred)
    }
  }

  /** Nothing suspends in there, and no caller state of the function around may be touched. */
  #memberValue(value: Expression, qualified: string): void {
    const [frame, prefix] = [this.#frame, this.#prefix]
    this.#frame = null
    this.#prefix = ''
    this.#expression(value, qualified)
    this.#frame = frame
    this.#prefix = prefix
  }

  #staticBlock(node: StaticBlock, name: string): void {
    if (this.#ignoredAt(node.start)) return
    const saved = this.#enterFunction(name)
    const frame = this.#newFrame(node.body, false, false, false)
    this.#collector?.function(
      'static-block',
      this.#prefix,
      [node.start, node.start + 1],
      [node.start, node.end],
      frame.counter,
    )
    this.#scope = 'function'
    this.#frame = frame
    this.#awaitsReturn = false
    this.#reach = frame.counter
    const at = blockStart(this.#text, node.start + 'static'.length)
    this.#planter.enter(at, frame)
    this.#guarded(node.body, [], at, node.end - 1, frame, false)
    this.#leaveFunction(saved)
  }

  // --- expressions ---

  /** `name`: what a function in this place would be called. */
  #expression(node: Expression | Node, name: string | null = null): void {
    if (this.#hint(node)) {
      this.#ignoring(() => this.#expressionItself(node, name))
      this.#reach = -1
    } else this.#expressionItself(node, name)
  }

  #expressionItself(node: Expression | Node, name: string | null): void {
    switch (node.type) {
      case 'Literal':
      case 'JSXText':
      case 'JSXIdentifier':
      case 'JSXEmptyExpression':
        return
      case 'Identifier':
      case 'ThisExpression':
      case 'Super':
      case 'MetaProperty':
        this.#reach = -1
        return
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
        return this.#expression(node.expression, name)
      case 'FunctionExpression':
        return this.#function(node, {
          kind: 'function',
          name: node.id?.name ?? name ?? '<anonymous>',
          start: node.start,
          head: null,
        })
      case 'ArrowFunctionExpression':
        return this.#function(node, { kind: 'arrow', name: name ?? '<anonymous>', start: node.start, head: null })
      case 'ClassExpression':
        return this.#class(node, name ?? '<class>')
      case 'ObjectExpression':
        for (const property of node.properties) {
          if (property.type === 'SpreadElement') this.#expression(property)
          else this.#property(property, name)
        }
        if (!isInert(node)) this.#reach = -1
        return
      case 'CallExpression':
      case 'NewExpression':
        return this.#call(node)
      case 'ConditionalExpression':
        return this.#conditional(node, name)
      case 'LogicalExpression':
        return this.#logical(node, name)
      case 'AssignmentExpression':
        if (node.left.type.endsWith('Pattern')) this.#pattern(node.left, null)
        else if (node.left.type !== 'Identifier') this.#expression(node.left)
        if (node.operator !== '=') this.#reach = -1
        this.#expression(node.right, functionLike(node.right) ? targetName(node.left as Expression) : null)
        this.#reach = -1
        return
      case 'AssignmentPattern':
        return this.#defaultValue(node, null)
      case 'AwaitExpression':
        return this.#suspension(node, node.argument, false)
      case 'YieldExpression':
        return this.#suspension(node, node.argument, node.delegate)
      case 'JSXAttribute':
        if (node.value) this.#expression(node.value, this.#text.slice(node.name.start, node.name.end))
        return
      case 'JSXExpressionContainer':
        return this.#expression(node.expression, name)
      default:
        this.#children(node)
        if (!isInert(node)) this.#reach = -1
    }
  }

  #children(node: Node): void {
    const fields = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>
    for (const key of visitorKeys[node.type] ?? []) {
      if (unvisitedKeys.has(key)) continue
      const child = fields[key]
      if (Array.isArray(child)) {
        for (const one of child) if (one) this.#expression(one)
      } else if (child) this.#expression(child)
    }
  }

  #property(node: ObjectProperty, owner: string | null): void {
    const visit = (): void => {
      if (node.computed) this.#expression(node.key as Expression)
      const { value } = node
      const key = keyName(node.key, node.computed, this.#text)
      const name = owner === null || owner.startsWith('<') || owner.endsWith(' callback') ? key : `${owner}.${key}`
      if (value.type === 'FunctionExpression' && (node.method || node.kind !== 'init')) {
        const kind = node.kind === 'init' ? 'method' : methodKind(node.kind)
        const full = node.kind === 'init' ? name : name.slice(0, name.length - key.length) + `${node.kind} ${key}`
        this.#function(value, { kind, name: full, start: node.start, head: null })
      } else this.#expression(value, name)
    }
    this.#heeding(node, visit)
  }

  #call(node: CallExpression | NewExpression): void {
    this.#expression(node.callee, '<iife>')
    const name = node.arguments.some(functionLike) ? callbackName(node) : null
    for (const argument of node.arguments) this.#expression(argument, functionLike(argument) ? name : null)
    this.#reach = -1
  }

  #conditional(node: ConditionalExpression, name: string | null): void {
    this.#expression(node.test)
    const arms = this.#ignoredAt(node.start)
      ? null
      : (this.#collector?.branch('cond-expr', [node.start, node.end]) ?? [])
    for (const arm of [node.consequent, node.alternate]) this.#conditionalArm(arm, arms, name)
    this.#reach = -1
  }

  #conditionalArm(node: Expression, arms: Arms | null, name: string | null): void {
    const inner = unwrap(node)
    this.#reach = -1
    if (this.#isHinted(node)) return this.#ignoring(() => this.#expression(node))
    if (!arms || this.#ignoredAt(inner.start)) return this.#expression(node, name)
    this.#wrapped(node, this.#newArm(arms, [inner.start, inner.end]), name, null)
  }

  #logical(node: LogicalExpression, name: string | null): void {
    const arms = this.#ignoredAt(node.start)
      ? null
      : (this.#collector?.branch('binary-expr', [node.start, node.end]) ?? [])
    this.#leaves(node, arms, name)
    this.#reach = -1
  }

  #leaves(node: LogicalExpression, arms: Arms | null, name: string | null): void {
    for (const side of [node.left, node.right]) {
      const inner = unwrap(side)
      if (this.#isHinted(side)) this.#ignoring(() => this.#expression(side))
      else if (inner.type === 'LogicalExpression') this.#leaves(inner, arms, name)
      else this.#leaf(side, inner, arms, name)
      this.#reach = -1
    }
  }

  #leaf(node: Expression, inner: Expression, arms: Arms | null, name: string | null): void {
    if (!arms || this.#ignoredAt(inner.start)) return this.#expression(node, name)
    if (this.#reach >= 0) {
      arms.push({ span: [inner.start, inner.end], counter: this.#reach })
      return this.#expression(node, name)
    }
    this.#wrapped(node, this.#newArm(arms, [inner.start, inner.end]), name, null)
  }

  #suspension(node: Expression, operand: Expression | null, delegate: boolean): void {
    const frame = this.#frame
    if (!frame?.suspends) {
      if (operand) this.#expression(operand)
      this.#reach = -1
      return
    }
    if (node === this.#apart && operand) {
      this.#operand(operand, frame)
      this.#reach = -1
      return
    }
    const kind = operand === null ? 'bare' : delegate ? 'delegate' : 'operand'
    this.#planter.suspendOpen(node.start, frame, kind)
    if (operand && delegate) {
      this.#planter.iterableOpen(operand.start, frame)
      this.#expression(operand)
      this.#planter.iterableClose(operand.end, frame, frame.async)
    } else if (operand) this.#operand(operand, frame)
    this.#planter.suspendClose(node.end, frame, kind)
    this.#reach = -1
  }

  #operand(node: Expression, frame: Frame): void {
    const anonymous = isAnonymousDefinition(node)
    this.#planter.operandOpen(node.start, frame, anonymous)
    this.#expression(node, '<returned>')
    this.#planter.operandClose(node.end, frame, anonymous)
  }

  // --- counters, hints, names ---

  /** A statement's site. Its probe goes before it, unless the counter is known already; tells whether it planted one. */
  #countStatement(node: Statement, at: number, typescript = false, always = false): boolean {
    if (this.#ignoredAt(node.start)) {
      this.#reach = -1
      return false
    }
    const known = this.#reach
    this.#newSite([node.start, node.end], at, typescript)
    return always || known < 0
  }

  /** `at` -1: whoever calls plants the probe. */
  #newSite(span: Span, at: number, typescript = false): CounterIndex {
    if (this.#reach < 0) {
      this.#reach = this.#counters++
      if (at >= 0) this.#planter.count(at, this.#reach, this.#scope)
    }
    this.#collector?.statement(span, this.#reach, typescript)
    return this.#reach
  }

  #ignoring<T>(visit: () => T): T {
    this.#ignored++
    try {
      return visit()
    } finally {
      this.#ignored--
    }
  }

  /** Visits a node, whose hint, if it has one, speaks of all of it. */
  #heeding<T>(node: { start: number }, visit: () => T): T {
    return this.#hint(node) ? this.#ignoring(visit) : visit()
  }

  #ignoredAt(offset: number): boolean {
    return this.#isOriginal?.(offset) === false || this.#hintedAt(offset)
  }

  #hintedAt(offset: number): boolean {
    if (this.#ignored > 0) return true
    const { spans, noCover } = this.#hints
    if (spans.length === 0 && noCover.length === 0) return false
    const holds = (span: IgnoredSpan): boolean => span.start <= offset && offset < span.end
    return spans.some(holds) || noCover.some(holds)
  }

  /** `tstrace: no cover` on a function's or class's header speaks of the whole. */
  #headNotCovered(start: number, end: number): boolean {
    return this.#hints.noCover.some((line) => start < line.end && line.start <= end)
  }

  /** The hint right before a node, if any; `if` and `else` are for `if` statements. */
  #hint(node: { start: number }, isIf?: false): 'next' | null
  #hint(node: { start: number }, isIf: boolean): HintKind | null
  #hint(node: { start: number }, isIf = false): HintKind | null {
    const { nodes } = this.#hints
    let kind: HintKind | null = null
    for (let next = nodes[this.#nextHint]; next && next.target <= node.start; next = nodes[++this.#nextHint]) {
      if (next.target === node.start && (isIf || next.kind === 'next')) kind = next.kind
      else this.#unused(next)
    }
    return kind
  }

  /** Before the expression, or within the parentheses around it. */
  #isHinted(node: Expression): boolean {
    if (this.#hint(node)) return true
    return node.type === 'ParenthesizedExpression' && this.#isHinted(node.expression)
  }

  /** Hints at the end of a node, behind everything in it, apply to nothing. */
  #dropHints(end: number): void {
    const { nodes } = this.#hints
    for (let next = nodes[this.#nextHint]; next && next.end <= end; next = nodes[++this.#nextHint]) this.#unused(next)
  }

  #unused(hint: NodeHint): void {
    if (this.#ignored === 0) this.#unusedHints.push(hint)
  }

  #qualify(name: string): string {
    return this.#prefix === '' ? name : `${this.#prefix}.${name}`
  }
}

/** Children in which nothing runs: types, and the text of templates, which would come before what stands in it. */
const unvisitedKeys = new Set([
  'quasis',
  'typeAnnotation',
  'typeParameters',
  'typeArguments',
  'superTypeArguments',
  'returnType',
  'implements',
])

function isDirective(statement: Node): boolean {
  return statement.type === 'ExpressionStatement' && typeof statement.directive === 'string'
}

/** A class that is exported may have its decorators before the `export`. */
function startOf(node: Statement): number {
  const exported =
    node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration' ? node.declaration : null
  const decorator = exported?.type === 'ClassDeclaration' ? exported.decorators[0] : undefined
  return Math.min(node.start, decorator?.start ?? node.start)
}

function hasUseStrict(statements: readonly Node[]): boolean {
  return statements.some((one) => one.type === 'ExpressionStatement' && one.directive === 'use strict')
}

function isSuperCall(statement: Statement): boolean {
  if (statement.type !== 'ExpressionStatement') return false
  return statement.expression.type === 'CallExpression' && statement.expression.callee.type === 'Super'
}

function isInstanceField(element: ClassElement): boolean {
  return element.type === 'PropertyDefinition' && !element.static && element.value !== null && !element.declare
}

/** What is waited for and taken apart by the last of the declarators. */
function declaredPattern(node: VariableDeclaration): Expression | null {
  const last = node.declarations.at(-1)
  return last?.init && last.id.type !== 'Identifier' ? waitedFor(last.init) : null
}

function assignedPattern(node: Expression): Expression | null {
  const assignment = unwrap(node)
  if (assignment.type !== 'AssignmentExpression' || !assignment.left.type.endsWith('Pattern')) return null
  return waitedFor(assignment.right)
}

function waitedFor(node: Expression): Expression | null {
  switch (node.type) {
    case 'AwaitExpression':
      return node
    case 'YieldExpression':
      return node.argument && !node.delegate ? node : null
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return waitedFor(node.expression)
    default:
      return null
  }
}

function isAwaitUsing(node: Node): boolean {
  return node.type === 'VariableDeclaration' && node.kind === 'await using'
}

/** Suspends the function between two rounds. */
function isSuspendingLoop(node: Statement): node is ForOfStatement {
  return node.type === 'ForOfStatement' && (node.await || isAwaitUsing(node.left))
}

/** Can it be a function, or hold some, that what is around it names? */
function functionLike(node: Node): boolean {
  return namedFromOutside.has((node.type === 'ParenthesizedExpression' ? unwrap(node) : node).type)
}
const namedFromOutside = new Set([
  'ArrowFunctionExpression',
  'FunctionExpression',
  'ClassExpression',
  'ObjectExpression',
  'ConditionalExpression',
  'LogicalExpression',
])

function methodKind(kind: 'constructor' | 'method' | 'get' | 'set' | 'init'): FunctionKind {
  if (kind === 'get') return 'getter'
  if (kind === 'set') return 'setter'
  return kind === 'constructor' ? 'constructor' : 'method'
}

/** Is anything left of it when the types are erased? */
function runs(statement: Statement): boolean {
  switch (statement.type) {
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSDeclareFunction':
    case 'TSNamespaceExportDeclaration':
      return false
    case 'ImportDeclaration':
      return statement.importKind !== 'type'
    case 'TSImportEqualsDeclaration':
      return statement.importKind !== 'type'
    case 'ExportAllDeclaration':
      return statement.exportKind !== 'type'
    case 'ExportNamedDeclaration':
      if (statement.exportKind === 'type') return false
      return statement.declaration ? runs(statement.declaration as Statement) : statement.specifiers.length > 0
    case 'TSModuleDeclaration':
      return !statement.declare && isInstantiated(statement)
    case 'VariableDeclaration':
    case 'ClassDeclaration':
    case 'FunctionDeclaration':
    case 'TSEnumDeclaration':
      return !statement.declare
    default:
      return true
  }
}

/** A namespace of types alone is erased; planting anything in it would keep it. */
function isInstantiated(node: Namespace): boolean {
  const body = node.body as Node | null
  if (!body) return false
  if (body.type === 'TSModuleDeclaration') return isInstantiated(body)
  return body.type === 'TSModuleBlock' && (body.body as Statement[]).some(runs)
}

/** Where a block's first statement can go: behind the next `{`, comments skipped. */
function blockStart(text: string, from: number): number {
  const brace = /(?:\/\*[\s\S]*?\*\/|\/\/[^\n\r\u2028\u2029]*|[^{/])*\{/y
  brace.lastIndex = from
  return brace.test(text) ? brace.lastIndex : from
}

function runsBetweenFunctions(statements: Statement[]): Statement[][] {
  const result: Statement[][] = []
  for (const statement of statements) {
    const current = result.at(-1)
    const first = current?.[0]
    if (current && first && !declaredFunction(first) === !declaredFunction(statement)) current.push(statement)
    else result.push([statement])
  }
  return result
}
