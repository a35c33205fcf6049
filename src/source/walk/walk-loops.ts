import type {
  DoWhileStatement,
  Expression,
  ForInStatement,
  ForStatement,
  LabeledStatement,
  Node,
  Statement,
  VariableDeclaration,
  WhileStatement,
} from 'oxc-parser'
import type { CounterIndex, Line } from '../../model/sites.ts'
import { declaredFunction } from '../guard.ts'
import type { Frame } from '../planter.ts'
import type { ForOfStatement } from '../shapes.ts'
import { headEnd, isAwaitUsing, isSuspendingLoop } from '../shapes.ts'
import { sameLine } from './walk-expressions.ts'
import { FunctionWalk } from './walk-functions.ts'

/** Loops, and the labels before them. */
export abstract class LoopWalk extends FunctionWalk {
  protected abstract statement(node: Statement, at: number): boolean
  protected abstract declaration(node: VariableDeclaration, at: number): void
  protected abstract arm(node: Statement, counter: CounterIndex, again?: Line): boolean

  protected forStatement(node: ForStatement, at: number): void {
    this.countStatement(node, at)
    if (node.init?.type === 'VariableDeclaration') this.declaration(node.init, -1)
    else if (node.init) this.expression(node.init)
    if (node.test) this.repeated(node.test)
    this.beforeNextRound(node)
    this.loopBody(node.body)
    this.meet(node)
  }

  protected forIn(node: ForInStatement | ForOfStatement, at: number): void {
    this.countStatement(node, at)
    this.forHead(node.left)
    this.expression(node.right)
    this.loopBody(node.body, this.headLine(node))
    this.meet(node)
  }

  protected whileStatement(node: WhileStatement, at: number): void {
    this.countOnly(node, at)
    this.repeated(node.test, this.headLine(node))
    this.loopBody(node.body)
    this.meet(node)
  }

  /** What is in its body may stand on the line of the `do`. */
  protected doWhile(node: DoWhileStatement, at: number): void {
    this.countOnly(node, at)
    const first = node.body.type === 'BlockStatement' ? node.body.body[0] : node.body
    const line = this.headLine(node)
    if (line > 0 && !(first && this.lineAt(first.start) === line)) this.showLine(node.start, at)
    this.shown = 0
    this.loopBody(node.body)
    this.repeated(node.test, line > 0 ? this.arrive(node.test.start) : 0)
    this.meet(node)
  }

  protected forAwait(node: ForOfStatement, at: number, outermost: number): void {
    const frame = this.frame
    this.countStatement(node, at)
    if (frame && at === outermost) this.planter.resumeOpen(outermost)
    this.resuming(frame, () => this.forHead(node.left))
    if (frame) this.planter.iterableOpen(node.right.start, frame)
    this.expression(node.right)
    if (frame) this.planter.iterableClose(node.right, frame, node.await)
    this.reach = -1
    this.inLoop(this.headLine(node), () => this.forAwaitBody(node, frame))
    if (frame && at === outermost) this.planter.resumeClose(node.end, frame)
    this.meet(node)
    this.reach = -1
  }

  protected forAwaitBody(node: ForOfStatement, frame: Frame | null): void {
    const { body } = node
    const again = this.headLine(node)
    const block = body.type === 'BlockStatement'
    const start = block ? body.start + 1 : body.start
    if (!block) this.planter.braceOpen(body.start)
    if (frame) this.planter.resume(start, frame)
    if (frame && isAwaitUsing(node.left)) this.planter.release(start, frame)
    if (block) this.arm(body, -1, again)
    else {
      const abrupt = this.statement(body, body.start)
      if (again > 0 && !abrupt) this.planter.lineAfter(body.end, again, this.scope)
      this.planter.braceClose(body.end, body)
    }
  }

  /** A label shows its line if what it stands before has another. */
  protected countLabel(node: LabeledStatement, at: number): void {
    this.countOnly(node, at)
    this.labels.push(node.label.name)
    const line = this.headLine(node)
    if (line > 0 && this.lineAt(node.body.start) !== line) this.showLine(node.start, at)
  }

  /** `continue label` needs its label right before the loop, so what goes around a `for await` goes around its labels. */
  protected labeled(body: Statement, at: number): void {
    let inner = body
    while (inner.type === 'LabeledStatement') inner = inner.body
    if (isSuspendingLoop(inner) && this.frame) {
      this.planter.resumeOpen(at)
      this.heeding(body, () => this.labeledForAwait(body, at))
      this.planter.resumeClose(inner.end, this.frame)
    } else this.statement(body, at)
  }

  protected labeledForAwait(body: Statement, at: number): void {
    if (body.type === 'LabeledStatement') {
      this.countLabel(body, at)
      this.heeding(body.body, () => this.labeledForAwait(body.body, at))
    } else if (body.type === 'ForOfStatement') this.forAwait(body, at, -1)
  }

  protected loopBody(node: Statement, again: Line = 0): void {
    if (!declaredFunction(node)) this.inLoop(again, () => this.arm(node, -1, again))
    this.reach = -1
  }

  /** `again`: the line to show before the next round, at the end of the body and wherever it is cut short. */
  protected inLoop(again: Line, visit: () => void): void {
    this.loops.push({ labels: this.labels, again })
    this.labels = []
    if (again > 0) this.shown = sameLine(this.shown, again)
    visit()
    this.loops.pop()
  }

  /** What is to be shown before a `continue`. */
  protected nextRound(label: string | undefined): Line {
    const loop = label === undefined ? this.loops.at(-1) : this.loops.findLast(({ labels }) => labels.includes(label))
    return loop?.again ?? 0
  }

  /** The line that a loop shows in each round. */
  protected headLine(node: Statement): Line {
    return this.ignoredAt(node.start) ? 0 : this.lineAt(node.start)
  }

  /** Evaluated once a round; `line`: what a trace shows before. */
  protected repeated(node: Expression, line: Line = 0): void {
    this.reach = -1
    if (line > 0) {
      this.shown = line
      this.wrapped(node, -1, null, null, line)
    } else this.expression(node)
    this.reach = -1
  }

  /** Between two rounds of a `for`, also where there is nothing to evaluate. */
  protected beforeNextRound(node: ForStatement): void {
    const line = this.headLine(node)
    const { shown } = this
    if (node.update) this.repeated(node.update, line)
    else if (line > 0) this.planter.lineAlone(headEnd(this.text, node), line, this.scope)
    this.shown = sameLine(shown, line)
  }

  protected forHead(node: Node): void {
    const reach = this.reach
    if (node.type === 'VariableDeclaration') this.declaration(node, -1)
    else this.pattern(node, null)
    this.reach = reach
  }

  /** What is evaluated in there comes right behind a suspension, with no place for a statement between. */
  protected resuming(frame: Frame | null, visit: () => void): void {
    const resumes = this.resumes
    this.resumes = frame?.suspends ? frame : null
    visit()
    this.resumes = resumes
  }
}
