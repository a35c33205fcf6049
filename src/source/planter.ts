/**
 * Where probes go: the walk calls a planter in the order of the text, so offsets never decrease. All offsets are in UTF-16
 * units of the original text.
 */
import type { Node } from 'oxc-parser'
import type { CounterIndex, Line } from '../model/sites.ts'
import type { NodeHint } from './hints.ts'

/** A function, or the file's top level, as its probes need to know it. */
export interface TracedFunction {
  /** Its counter. The next number is the recorder's: it holds one of the callers. */
  counter: CounterIndex
  /** As in reports. */
  name: string
  /** The file's top level. */
  file: boolean
  /** Can be suspended: async, a generator, or a file with top-level await. */
  suspends: boolean
  /** Another function resumes it in the middle (`for await`, `yield*`, `await using`), so its caller must live in an object. */
  delegates: boolean
  async: boolean
  /** May be left suspended for good, and must not keep alive what it has handed out. */
  generator: boolean
  /** Calls nothing, so nobody can ask which function runs. */
  pure: boolean
  /** Stands within a `with`, whose object may claim to have any name. */
  insideWith: boolean
}

/** How counters are reached: by the local of the function around, by the file's own name, or by that name within a `with`. */
export type Scope = 'function' | 'file' | 'with'

/** `await x` or `yield x`; `yield` alone; `yield* x`. */
export type Suspension = 'operand' | 'bare' | 'delegate'

export interface Planter {
  /** null: callers are not tracked. */
  readonly callers: CallerPlanter | null

  /** Called first. The hints are to stay right before the nodes they speak of. */
  keepHints(hints: NodeHint[]): void
  /** The declarations for the file's probes, and entering the file. `separate`: there is code right before `at`. */
  enterFile(at: number, traced: TracedFunction, file: { separate: boolean; module: boolean }): void

  /** Between statements, where what follows may begin with an inserted parenthesis. */
  separate(at: number): void
  /** Before a statement in a list. `closes`: the node that the count is the last part of. */
  count(at: number, counter: CounterIndex, scope: Scope, closes?: Node): void
  /** Before a statement: a trace shows the line. */
  line(at: number, line: Line, scope: Scope): void
  /** The same in a loop's head, where an expression would stand. */
  lineInHead(at: number, line: Line, scope: Scope): void
  /**
   * Around an expression. `name` is what the language would call an anonymous function or class there. Counter -1:
   * it is not counted. Line 0: a trace does not show it.
   */
  wrapOpen(at: number, counter: CounterIndex, scope: Scope, name: string | null, line: Line): void
  wrapClose(node: Node, name: string | null): void
  /** Around a statement that is not in a list. */
  braceOpen(at: number): void
  braceClose(at: number, statement: Node): void
  /** An `else` without braces is counted where the test turns out false, in braces of ours, or before the test of its `if`. */
  testOpen(at: number, counter: CounterIndex, scope: Scope): void
  testClose(at: number): void
  implicitElse(at: number, counter: CounterIndex, scope: Scope): void
  elseIf(at: number, counter: CounterIndex, scope: Scope): void
  /** Whether an arm of `?:` is wrapped as a whole also if it is another `?:`. */
  readonly nestsConditionals: boolean

  /** At the start of a body. */
  enter(at: number, traced: TracedFunction): void
  /** Around an arrow function's expression: the whole body, `enter` and guard included. `body` is without parentheses. */
  arrowOpen(at: number, traced: TracedFunction, body: Node, line: Line): void
  arrowClose(at: number, traced: TracedFunction, body: Node): void
  /** Whether the probe of an anonymous function in a class field goes before the field, not around the function. */
  readonly countsBeforeFields: boolean
  /** Before a class field. */
  fieldCount(at: number, counter: CounterIndex, scope: Scope, isStatic: boolean, line: Line): void
}

/** What says which function runs, and puts its caller back. */
export interface CallerPlanter {
  leaveFile(at: number, traced: TracedFunction): void

  /** Where the function becomes the running one, if its guard starts later. */
  become(at: number, traced: TracedFunction): void
  /** Around what must put the caller back whatever happens. */
  guardOpen(at: number, traced: TracedFunction): void
  /** `declares`: functions are declared in the guarded block. */
  guardClose(at: number, traced: TracedFunction, declares: boolean): void
  /** Around an expression that runs for a function outside of its body: a default value. */
  onBehalfOpen(at: number, traced: TracedFunction, scope: Scope): void
  onBehalfClose(at: number): void
  /** Around a class field's initializer, which is a function of its own. */
  fieldOpen(at: number, traced: TracedFunction, scope: Scope, line: Line): void
  fieldClose(node: Node): void

  /** Around `await x` and `yield x`, and around its operand. `anonymous`: the operand must not take a name from us. */
  suspendOpen(at: number, traced: TracedFunction, kind: Suspension): void
  operandOpen(at: number, traced: TracedFunction, anonymous: boolean): void
  operandClose(node: Node, traced: TracedFunction, anonymous: boolean): void
  suspendClose(node: Node, traced: TracedFunction, kind: Suspension): void
  /** Around what `yield*` and `for await` iterate over. `async`: by its async iterator, if it has one. */
  iterableOpen(at: number, traced: TracedFunction): void
  iterableClose(node: Node, traced: TracedFunction, async: boolean): void
  /** Where control can come back from elsewhere: catch, finally, the body of a `for await`. */
  resume(at: number, traced: TracedFunction): void
  /** Around an expression that may be the first to run when control comes back. */
  resumeExpressionOpen(at: number, traced: TracedFunction): void
  resumeExpressionClose(at: number): void
  /** Around a statement behind which control can come back from elsewhere. */
  resumeStatementOpen(at: number): void
  resumeStatementClose(at: number, traced: TracedFunction): void
  /** Behind an `await using` declaration, in its scope or right within. */
  releaseBeforeDisposal(at: number, traced: TracedFunction): void
}
