/**
 * The walk: one pass over the tree, in the order of the text. It numbers counters, collects sites and tells the
 * planter where probes go.
 *
 * Sites that are reached equally often share a counter. `reach` is the counter that knows how often the present
 * point is reached, or -1: it survives whatever can neither throw nor branch (see inert.ts).
 */
import type {
  BlockStatement,
  CatchClause,
  Expression,
  IfStatement,
  Node,
  Program,
  Statement,
  SwitchStatement,
  TSEnumDeclaration,
  TryStatement,
  VariableDeclaration,
  VariableDeclarator,
} from 'oxc-parser'
import type { CounterIndex, Line } from '../../model/sites.ts'
import { declaredFunction } from '../guard.ts'
import type { HintKind } from '../hints.ts'
import { isAnonymousDefinition, isInert, unwrap } from '../inert.ts'
import type { Arms, Namespace } from '../shapes.ts'
import {
  assignedPattern,
  declaredPattern,
  hasUseStrict,
  isAwaitUsing,
  isDirective,
  isInstantiated,
  isSuperCall,
  isSuspendingLoop,
  runs,
  startOf,
} from '../shapes.ts'
import type { WalkInput, WalkResult } from './walk-state.ts'
import { sameLine } from './walk-expressions.ts'
import { LoopWalk } from './walk-loops.ts'

export function walkSource(input: WalkInput): WalkResult {
  const walker = new Walker(input)
  walker.program(input.program)
  return walker.result()
}

class Walker extends LoopWalk {
  /** An `if` behind an `else`, with no place for a probe between them. */
  private elseIfNode: Statement | null = null

  // --- the file ---

  program(node: Program): void {
    const body = node.body.filter((statement) => !isDirective(statement))
    if (!body.some(runs)) return
    this.strict = node.sourceType === 'module' || hasUseStrict(node.body)
    const awaits = node.sourceType === 'module' && this.text.includes('await')
    const frame = this.newFrame(node.body, true, awaits, awaits)
    this.collector?.function('module', '<module>', [0, 1], [node.start, node.end], frame.counter)
    this.frame = frame
    const first = body.find((statement) => statement.type !== 'ImportDeclaration' && runs(statement))
    const last = node.body.at(-1) as Statement
    let entered = false
    const enter = (at: number): void => {
      const before = node.body.findLast(({ end }) => end <= at)
      this.planter.enterFile(at, frame, {
        separate: before !== undefined && !';}'.includes(this.text[before.end - 1] as string),
        module: node.sourceType === 'module',
      })
      entered = true
      this.reach = frame.counter
    }
    for (const statement of body) {
      if (statement === first) enter(startOf(statement))
      this.statement(statement, statement.start)
    }
    if (!entered) enter(last.end)
    this.dropHints(this.text.length)
    this.planter.leaveFile(last.end, frame)
  }

  // --- statements ---

  /** Tells whether control never reaches the end of the list. */
  protected list(statements: readonly Statement[]): boolean {
    let abrupt = false
    for (const statement of statements) {
      if (this.statement(statement, statement.start)) {
        abrupt = true
        this.reach = -1
      }
    }
    return abrupt
  }

  /** `at`: where a probe before the statement goes, at its `export`, if it has one. */
  protected statement(node: Statement, at: number): boolean {
    const hint = this.hints.nodes.length === 0 ? null : this.hint({ start: startOf(node) }, node.type === 'IfStatement')
    const { ignored } = this
    if (hint === 'next') this.ignored++
    const abrupt = this.statementItself(node, at, hint)
    this.dropHints(node.end)
    this.ignored = ignored
    return abrupt
  }

  protected statementItself(node: Statement, at: number, hint: HintKind | null): boolean {
    switch (node.type) {
      case 'ExpressionStatement': {
        const shared = !this.countStatement(node, at)
        if (shared && this.frame?.suspends) this.planter.separate(at)
        this.takingApart(assignedPattern(node.expression), node.end, () => this.expression(node.expression))
        this.countSuper(node)
        return false
      }
      case 'VariableDeclaration':
        if (node.declare) return false
        this.takingApart(declaredPattern(node), node.end, () => this.declaration(node, at))
        if (node.kind === 'await using' && this.frame) this.planter.release(node.end, this.frame)
        return false
      case 'ReturnStatement':
        this.countStatement(node, at)
        if (node.argument) this.returned(node.argument)
        return true
      case 'ThrowStatement':
        this.countStatement(node, at)
        this.expression(node.argument)
        return true
      case 'BreakStatement':
        this.countStatement(node, at)
        return true
      case 'ContinueStatement': {
        this.countStatement(node, at)
        const again = this.nextRound(node.label?.name)
        if (again > 0) this.planter.line(at, again, this.scope)
        return true
      }
      case 'DebuggerStatement':
        this.countStatement(node, at)
        return false
      case 'BlockStatement':
        return this.block(node.body, node)
      case 'IfStatement':
        return this.ifStatement(node, at, hint)
      case 'ForStatement':
        this.forStatement(node, at)
        return false
      case 'ForInStatement':
      case 'ForOfStatement':
        if (isSuspendingLoop(node)) this.forAwait(node, at, at)
        else this.forIn(node, at)
        return false
      case 'WhileStatement':
        this.whileStatement(node, at)
        return false
      case 'DoWhileStatement':
        this.doWhile(node, at)
        return false
      case 'SwitchStatement':
        this.countStatement(node, at)
        this.switchStatement(node)
        this.meet(node)
        return false
      case 'TryStatement':
        this.countStatement(node, at)
        return this.tryStatement(node)
      case 'WithStatement':
        this.countStatement(node, at)
        this.expression(node.object)
        this.within(node.body)
        return false
      case 'LabeledStatement':
        this.countLabel(node, at)
        this.labeled(node.body, at)
        this.meet(node)
        this.reach = -1
        return false
      case 'FunctionDeclaration':
        this.functionDefinition(node, {
          kind: 'function',
          name: node.id?.name ?? 'default',
          start: node.start,
          head: null,
        })
        return false
      case 'ClassDeclaration':
        if (!node.declare) this.classDefinition(node, node.id?.name ?? 'default')
        return false
      case 'ExportNamedDeclaration':
        if (node.exportKind !== 'type' && node.declaration) return this.statement(node.declaration as Statement, at)
        return false
      case 'ExportDefaultDeclaration':
        this.exportDefault(node.declaration)
        return false
      case 'TSEnumDeclaration':
        this.enumDeclaration(node, at)
        return false
      case 'TSModuleDeclaration':
        this.namespace(node, at)
        return false
      case 'TSImportEqualsDeclaration':
        if (node.importKind !== 'type' && node.moduleReference.type === 'TSExternalModuleReference') {
          this.countStatement(node, at, true)
          this.reach = -1
        }
        return false
      case 'TSExportAssignment':
        this.countStatement(node, at, true)
        this.expression(node.expression)
        return false
      default:
        // Imports, re-exports, empty statements, and what TypeScript erases.
        return false
    }
  }

  protected exportDefault(node: Node): void {
    if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') this.statement(node, node.start)
    else if (!node.type.startsWith('TS') || node.type === 'TSAsExpression')
      this.expression(node as Expression, 'default')
  }

  /** A block that a hint may stand before. */
  protected heededBlock(node: BlockStatement): boolean {
    return this.heeding(node, () => {
      const abrupt = this.block(node.body, node)
      this.dropHints(node.end)
      return abrupt
    })
  }

  protected block(statements: readonly Statement[], block: { start: number; end: number }): boolean {
    const disposes = this.frame?.delegates === true && statements.some(isAwaitUsing)
    if (disposes) this.planter.resumeOpen(block.start + 1)
    const abrupt = this.list(statements)
    if (disposes && this.frame) this.planter.resumeClose(block.end - 1, this.frame)
    return abrupt
  }

  protected declaration(node: VariableDeclaration, at: number): void {
    this.heeding(node, () => {
      let front = at
      for (const one of node.declarations) {
        this.heeding(one, () => this.declarator(one, front))
        if (one.init) front = -1
      }
    })
    if (node.kind.endsWith('using')) this.reach = -1
  }

  /** `at`: where its probe goes as long as nothing was evaluated behind that place; else -1. */
  protected declarator({ id, init }: VariableDeclarator, at: number): void {
    const reach = this.reach
    let counter: CounterIndex = -1
    if (init && !this.ignoredAt(init.start)) {
      const inner = unwrap(init)
      counter = this.newSite([inner.start, inner.end], at)
    }
    const line = init && counter >= 0 ? this.arrive(unwrap(init).start) : 0
    if (line > 0 && at >= 0) this.planter.line(at, line, this.scope)
    const before = this.reach
    if (id.type !== 'Identifier') this.pattern(id, null)
    this.reach = before
    if (!init) return
    const own = counter >= 0 && counter !== reach && at < 0
    const name = id.type === 'Identifier' ? id.name : null
    if (own || (line > 0 && at < 0))
      this.wrapped(init, own ? counter : -1, name, isAnonymousDefinition(init) ? name : null, line)
    else this.expression(init, name)
    if (counter < 0 || this.withs > 0 || !isInert(init) || id.type !== 'Identifier') this.reach = -1
  }

  protected returned(node: Expression): void {
    // Returning from an async generator awaits the value: a suspension that nobody wrote.
    if (this.frame?.suspends && this.awaitsReturn) this.operand(node, this.frame)
    else this.expression(node, '<returned>')
  }

  protected ifStatement(node: IfStatement, at: number, hint: HintKind | null): boolean {
    const inTest = node === this.elseIfNode
    if (inTest) this.countOnly(node, at)
    else this.countStatement(node, at)
    const { alternate } = node
    const ignored = this.ignoredAt(node.start)
    const countsElse = hint !== 'else' && !(alternate && this.ignoredAt(alternate.start))
    const byTest = countsElse && !ignored && (!alternate || alternate.type === 'IfStatement') ? this.counters++ : -1
    if (byTest >= 0) this.planter.testOpen(node.test.start, byTest, this.scope)
    const line = inTest && !ignored ? this.arrive(node.start) : 0
    if (line > 0) this.wrapped(node.test, -1, null, null, line)
    else this.expression(node.test)
    if (byTest >= 0) this.planter.testClose(node.test.end)
    const arms = ignored ? null : (this.collector?.branch('if', [node.start, node.end]) ?? [])
    const tested = this.shown
    const consequent = hint === 'if' ? -1 : this.newArm(arms, [node.start, node.end])
    const thenAbrupt =
      hint === 'if' ? this.ignoring(() => this.arm(node.consequent, -1)) : this.arm(node.consequent, consequent)
    const afterThen = this.reach
    if (byTest >= 0) arms?.push({ span: alternate && [alternate.start, alternate.end], counter: byTest })
    const shownByThen = this.shown
    if (!alternate) {
      this.shown = thenAbrupt ? tested : sameLine(tested, shownByThen)
      if (byTest >= 0) this.planter.implicitElse(node.end, byTest, this.scope)
      this.reach = thenAbrupt ? byTest : -1
      return false
    }
    this.shown = tested
    const elseAbrupt = byTest >= 0 ? this.elseIf(alternate, byTest) : this.elseArm(alternate, arms, hint)
    this.reach = thenAbrupt ? this.reach : elseAbrupt ? afterThen : -1
    if (!thenAbrupt) this.shown = elseAbrupt ? shownByThen : sameLine(shownByThen, this.shown)
    return thenAbrupt && elseAbrupt
  }

  protected elseArm(node: Statement, arms: Arms | null, hint: HintKind | null): boolean {
    if (hint === 'else') return this.ignoring(() => this.arm(node, -1))
    return this.arm(node, this.ignoredAt(node.start) ? -1 : this.newArm(arms, [node.start, node.end]))
  }

  protected elseIf(node: Statement, counter: CounterIndex): boolean {
    this.planter.elseIfOpen(node.start, counter, this.scope)
    this.reach = counter
    this.elseIfNode = node
    const abrupt = this.statement(node, node.start)
    this.planter.elseIfClose(node.end, node)
    return abrupt
  }

  /** A block, or a statement that is made one; `counter` counts entering it, `again` is the line to show at its end. */
  protected arm(node: Statement, counter: CounterIndex, again: Line = 0): boolean {
    if (this.isRefused(node)) return false
    this.reach = counter
    if (node.type !== 'BlockStatement') return this.braced(node, counter, again)
    if (counter >= 0) this.planter.count(node.start + 1, counter, this.scope)
    const abrupt = this.heededBlock(node)
    if (again > 0 && !abrupt) this.planter.lineAfter(node.end - 1, again, this.scope)
    return abrupt
  }

  protected braced(node: Statement, counter: CounterIndex, again: Line): boolean {
    this.planter.braceOpen(node.start)
    if (counter >= 0) this.planter.count(node.start, counter, this.scope)
    const abrupt = this.statement(node, node.start)
    if (again > 0 && !abrupt) this.planter.lineAfter(node.end, again, this.scope)
    this.planter.braceClose(node.end, node)
    return abrupt
  }

  /** A function that the engine does not allow behind an `if`, but would in a block; behind a loop it allows none. */
  protected isRefused(node: Statement): boolean {
    return declaredFunction(node) !== null && (this.strict || node.type === 'LabeledStatement')
  }

  protected within(body: Statement): void {
    const scope = this.scope
    this.scope = 'with'
    this.withs++
    this.loopBody(body)
    this.withs--
    this.scope = scope
  }

  /**
   * A statement that takes apart what it waits for, as `const { x } = await y`, makes the function itself again behind
   * it: where there is nothing to take apart, the engine's message quotes what stands behind the `=`.
   */
  protected takingApart(source: Expression | null, end: number, visit: () => void): void {
    const frame = this.frame
    if (!source || !frame?.suspends) return visit()
    this.apart = source
    this.resuming(frame, visit)
    this.planter.separate(end)
    this.planter.resume(end, frame)
  }

  protected switchStatement(node: SwitchStatement): void {
    this.expression(node.discriminant)
    const arms = this.ignoredAt(node.start) ? null : (this.collector?.branch('switch', [node.start, node.end]) ?? [])
    let fallen: Line = this.shown
    for (const one of node.cases) {
      const visit = (): void => {
        this.reach = -1
        if (one.test) this.expression(one.test)
        const tested = this.shown
        this.shown = sameLine(tested, fallen)
        this.reach = this.ignoredAt(one.start) ? -1 : this.newArm(arms, [one.start, one.end])
        const [next] = one.consequent
        const at = next?.start ?? one.end
        if (this.reach >= 0) {
          this.planter.count(at, this.reach, this.scope, next ? undefined : one)
          this.showLine(one.start, at)
        }
        fallen = this.list(one.consequent) ? tested : this.shown
        this.shown = tested
      }
      this.heeding(one, visit)
    }
    this.reach = -1
  }

  protected tryStatement(node: TryStatement): boolean {
    const { block, handler, finalizer } = node
    const blockAbrupt = this.heededBlock(block)
    this.meet(node)
    const handlerAbrupt = handler ? this.heeding(handler, () => this.handler(handler)) : true
    this.meet(node)
    if (finalizer) {
      this.reach = -1
      if (this.frame) this.planter.resume(finalizer.start + 1, this.frame)
      if (this.heededBlock(finalizer)) return true
    }
    this.meet(node)
    this.reach = -1
    return blockAbrupt && handlerAbrupt
  }

  protected handler({ param, body, start }: CatchClause): boolean {
    this.reach = -1
    if (param) this.resuming(this.frame, () => this.pattern(param, null))
    if (this.frame && (this.withs === 0 || this.frame.suspends)) this.planter.resume(body.start + 1, this.frame)
    if (!this.ignoredAt(start)) this.showLine(start, body.start + 1)
    return this.heededBlock(body)
  }

  // --- what TypeScript makes run ---

  protected enumDeclaration(node: TSEnumDeclaration, at: number): void {
    if (node.declare) return
    this.countStatement(node, at, true)
    const counter = this.reach
    if (!this.ignoredAt(node.start))
      for (const member of node.body.members) this.collector?.statement([member.start, member.end], counter, true)
    this.reach = -1
  }

  protected namespace(node: Namespace, at: number): void {
    if (node.declare || !isInstantiated(node)) return
    this.countStatement(node, at, true)
    const prefix = this.prefix
    let body = node.body as Node | null
    this.prefix = this.qualify(this.text.slice(node.id.start, node.id.end))
    while (body?.type === 'TSModuleDeclaration') body = body.body as Node | null
    if (body?.type === 'TSModuleBlock') this.list(body.body as Statement[])
    this.prefix = prefix
    this.meet(node)
    this.reach = -1
  }

  protected countSuper(node: Extract<Statement, { type: 'ExpressionStatement' }>): void {
    if (this.afterSuper < 0 || !isSuperCall(node)) return
    this.planter.countAfter(node.end, this.afterSuper, this.scope)
    this.reach = this.afterSuper
    this.afterSuper = -1
  }
}
