/**
 * Where probes go: the walk calls a planter in the order of the text, offsets never decrease. The one that only wants
 * the sites plants nothing; the instrumenter's writes text. All offsets in UTF-16 units of the original text.
 */
import type { Node } from 'oxc-parser'
import type { CounterIndex, Line } from '../model/sites.ts'
import type { NodeHint } from './hints.ts'

/** A function, or the file's top level, as its probes need to know it. */
export interface Frame {
  /** Its counter; the slot behind it is the recorder's (one of its callers). */
  counter: CounterIndex
  /** As in reports. */
  name: string
  file: boolean
  /** Can be suspended: async, a generator, or a file with top-level await. */
  suspends: boolean
  /** Someone else resumes it in the middle (`for await`, `yield*`, `await using`): its caller must live in an object. */
  delegates: boolean
  async: boolean
  /** Calls nothing, so nobody can ask who runs. */
  pure: boolean
  /** Made within a `with`, whose object may say that it has any name. */
  within: boolean
}

/** How counters are reached: by the local of the function around, through the file's own name, or that with caution. */
export type Scope = 'function' | 'file' | 'with'

/** `await x` or `yield x`; `yield` alone; `yield* x`. */
export type Suspension = 'operand' | 'bare' | 'delegate'

export interface Planter {
  /** Before all else: what speaks of the node behind it, and is to go on doing so. */
  keepHints(hints: NodeHint[]): void

  /** All that the file declares for its probes, and entering it. `separate`: there is code right before `at`. */
  enterFile(at: number, frame: Frame, file: { separate: boolean; module: boolean }): void
  leaveFile(at: number, frame: Frame): void

  /** Before a statement in a list; `closes`: the node that the count is the last part of. */
  count(at: number, counter: CounterIndex, scope: Scope, closes?: Node): void
  /** Behind a statement. */
  countAfter(at: number, counter: CounterIndex, scope: Scope): void
  /** Before and behind a statement: a trace shows the line. */
  line(at: number, line: Line, scope: Scope): void
  lineAfter(at: number, line: Line, scope: Scope): void
  /** The same as an expression, where there is none. */
  lineAlone(at: number, line: Line, scope: Scope): void
  /** Between statements, where what follows may begin with an inserted parenthesis. */
  separate(at: number): void
  /**
   * Around an expression; `name` is what an anonymous function or class there would be called by the language. Counter -1:
   * it is not counted; line 0: a trace does not show it.
   */
  wrapOpen(at: number, counter: CounterIndex, scope: Scope, name: string | null, line: Line): void
  wrapClose(node: Node, name: string | null): void
  /** Around a statement that is not in a list. */
  braceOpen(at: number): void
  braceClose(at: number, statement: Node): void
  /** An `else` without braces is counted where the test turns out false, or else in one of ours. */
  testOpen(at: number, counter: CounterIndex, scope: Scope): void
  testClose(at: number): void
  implicitElse(at: number, counter: CounterIndex, scope: Scope): void
  elseIfOpen(at: number, counter: CounterIndex, scope: Scope): void
  elseIfClose(at: number, statement: Node): void

  /** At the start of a body. */
  enter(at: number, frame: Frame): void
  /** Where the function becomes the one that runs, if it can't be guarded right away. */
  become(at: number, frame: Frame): void
  /** Around what must put the caller back whatever happens; `again`: a later part of the same body. */
  guardOpen(at: number, frame: Frame, again: boolean): void
  guardClose(at: number, frame: Frame): void
  /** Around an arrow function's expression: the whole body, `enter` and guard included; `body` is without parentheses. */
  arrowOpen(at: number, frame: Frame, body: Node, line: Line): void
  arrowClose(at: number, frame: Frame, body: Node): void
  /** Around an expression that runs for `frame` outside of its body: a default value. */
  onBehalfOpen(at: number, frame: Frame, scope: Scope): void
  onBehalfClose(at: number): void
  /** Around a class field's initialiser, which is a function of its own. */
  fieldOpen(at: number, frame: Frame, scope: Scope, line: Line): void
  fieldClose(node: Node): void
  /** Whether what counts an anonymous function in a class field goes before the field, not around the function. */
  readonly keepsFields: boolean
  /** Before a class field. */
  fieldCount(at: number, counter: CounterIndex, scope: Scope, isStatic: boolean, line: Line): void

  /** Around `await x` and `yield x`, and around its operand; `anonymous`: the operand must not take a name from us. */
  suspendOpen(at: number, frame: Frame, kind: Suspension): void
  operandOpen(at: number, frame: Frame, anonymous: boolean): void
  operandClose(node: Node, frame: Frame, anonymous: boolean): void
  suspendClose(node: Node, frame: Frame, kind: Suspension): void
  /** Around what `yield*` and `for await` iterate over; `async`: by its async iterator, if it has one. */
  iterableOpen(at: number, frame: Frame): void
  iterableClose(node: Node, frame: Frame, async: boolean): void
  /** Where control can come back from elsewhere: catch, finally, the body of a `for await`. */
  resume(at: number, frame: Frame): void
  /** Around an expression that may be the first to run when control comes back. */
  resumedOpen(at: number, frame: Frame): void
  resumedClose(at: number): void
  /** Around a statement behind which control can come back from elsewhere. */
  resumeOpen(at: number): void
  resumeClose(at: number, frame: Frame): void
  /** Behind an `await using` declaration, in its scope or right within. */
  release(at: number, frame: Frame): void
}

const nothing = (): void => {}

/** Plants nothing. */
export const noPlanter: Planter = {
  keepsFields: false,
  keepHints: nothing,
  enterFile: nothing,
  leaveFile: nothing,
  count: nothing,
  countAfter: nothing,
  line: nothing,
  lineAfter: nothing,
  lineAlone: nothing,
  separate: nothing,
  wrapOpen: nothing,
  wrapClose: nothing,
  braceOpen: nothing,
  braceClose: nothing,
  testOpen: nothing,
  testClose: nothing,
  implicitElse: nothing,
  elseIfOpen: nothing,
  elseIfClose: nothing,
  enter: nothing,
  become: nothing,
  guardOpen: nothing,
  guardClose: nothing,
  arrowOpen: nothing,
  arrowClose: nothing,
  onBehalfOpen: nothing,
  onBehalfClose: nothing,
  fieldOpen: nothing,
  fieldClose: nothing,
  fieldCount: nothing,
  suspendOpen: nothing,
  operandOpen: nothing,
  operandClose: nothing,
  suspendClose: nothing,
  iterableOpen: nothing,
  iterableClose: nothing,
  resume: nothing,
  resumedOpen: nothing,
  resumedClose: nothing,
  resumeOpen: nothing,
  resumeClose: nothing,
  release: nothing,
}
