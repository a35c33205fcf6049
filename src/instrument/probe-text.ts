/** The probes as text. What they look like and cost: src/README.md, Probes; test/bench. */
import { noRecord } from '../model/protocol.ts'
import type { CounterIndex, Line } from '../model/sites.ts'
import type { Scope, Suspension, TracedFunction } from '../source/planter.ts'
import type { Names } from './names.ts'
import type { TraceTexts } from './trace-texts.ts'

export interface ProbeOptions {
  /** Track caller pairs. Otherwise functions are only counted. */
  callers: boolean
  /** Show each line as it runs; needs `callers`. null: don't. */
  trace: TraceTexts | null
  /** Another tool counts, too. It leaves out what a call of the preamble's function gives, but not other expressions of ours. */
  isShared: boolean
}

/** How the text reaches a function's record, the recorder, the function's caller, and a temporary. */
interface StateNames {
  record: string
  recorder: string
  caller: string
  temporary: string
}

export class ProbeText {
  readonly names: Names
  /** The value of the last statement is the script's result, so no probe may be one. */
  hasCompletionValue: boolean
  readonly #callers: boolean
  readonly #trace: TraceTexts | null
  readonly #isShared: boolean

  constructor(names: Names, options: ProbeOptions, hasCompletionValue: boolean) {
    this.names = names
    this.hasCompletionValue = hasCompletionValue
    this.#callers = options.callers
    this.#trace = options.trace
    this.#isShared = options.isShared
  }

  // --- counters and lines ---

  record(scope: Scope): string {
    if (scope === 'with') return this.anywhere(scope)
    return scope === 'file' ? this.names.record : this.names.local
  }

  /** The record, also where the file's own variable may not be set yet: in code that a test runner hoists. */
  anywhere(scope: Scope): string {
    if (scope === 'function') return this.names.local
    if (this.#isShared && scope === 'file') return `${this.names.fetch}()`
    return `(${this.#fetched(scope === 'with')})`
  }

  count(counter: CounterIndex, scope: Scope): string {
    return this.valueless(`${this.record(scope)}[${counter}]++`, scope)
  }

  line(line: Line, scope: Scope): string {
    return this.#line(line, this.record(scope))
  }

  /** Before an expression: its count, and its line. */
  countAndLine(counter: CounterIndex, scope: Scope, line: Line): string {
    const record = this.anywhere(scope)
    const count = counter < 0 ? [] : [`${record}[${counter}]++`]
    return (line > 0 ? [...count, this.#line(line, record)] : count).join(',')
  }

  /** A statement that evaluates an expression and leaves no completion value. */
  valueless(expression: string, scope: Scope): string {
    const isResult = this.hasCompletionValue && scope !== 'function'
    return isResult ? `{const ${this.names.local}=${expression}}` : `${expression};`
  }

  // --- functions ---

  /** The file's declarations, which have no completion value. */
  fileEntry(traced: TracedFunction): string {
    const { fetch, record, fileCaller, fileTemporary } = this.names
    const first = `var ${record}=${record}||${fetch}()`
    if (!this.#callers) return `${first},${fileTemporary}=${record}[${traced.counter}]++;`
    const state = this.#state(traced)
    const caller = `${state.recorder}.c`
    return (
      `${first},${fileCaller}=${traced.delegates ? `{c:${caller}}` : caller},` +
      `${fileTemporary}=(${countCall(state, traced)},${this.#call(state, traced, ',')}${run(state, traced)});`
    )
  }

  entry(traced: TracedFunction): string {
    const { local, recorder, caller, temporary } = this.names
    const state = this.#state(traced)
    const first = `const ${local}=${this.#fetched(traced.insideWith)}`
    if (!this.#callers) return `${first};${local}[${traced.counter}]++;`
    const counted = `${countCall(state, traced)};${this.#call(state, traced, ';')}`
    if (!traced.suspends) return `${first},${caller}=${state.recorder}.c;${counted}`
    const saved = traced.delegates
      ? `,${caller}={c:${recorder}.c};let ${temporary};`
      : `;let ${caller}=${recorder}.c,${temporary};`
    return `${first},${recorder}=${local}.s${saved}${counted}`
  }

  /** Whether an arrow function's body gets a guard. */
  isGuarded(traced: TracedFunction): boolean {
    return this.#callers && !traced.pure
  }

  guardStart(traced: TracedFunction): string {
    return `${this.become(traced)}try{`
  }

  /** `marked`: so that the guard is known again in what a transpiler prints. The `+` changes no number. */
  guardEnd(traced: TracedFunction, marked = false): string {
    const { recorder, caller } = this.#state(traced)
    const restore = `${recorder}.c=${marked ? '+' : ''}${caller}`
    return `finally{${traced.suspends ? `${caller}&&(${restore})` : restore}}`
  }

  become(traced: TracedFunction): string {
    return `${run(this.#state(traced), traced)};`
  }

  restoreFile(traced: TracedFunction): string {
    const { recorder, caller } = this.#state(traced)
    return this.valueless(`${recorder}.c=${caller}`, 'file')
  }

  /** The start of a function around an expression, which is the only guard that an expression can have. */
  asideStart(traced: TracedFunction, scope: Scope): string {
    return this.#aside(traced, scope, '', '')
  }

  /** The same for a function that is called here, on that line. */
  initializerStart(traced: TracedFunction, scope: Scope, line: Line): string {
    const state = this.#asideState()
    const counted = `${countCall(state, traced)};${this.#call(state, traced, ';')}`
    return this.#aside(traced, scope, counted, line > 0 ? `${this.#line(line, state.record)};` : '')
  }

  get asideEnd(): string {
    const { recorder, caller } = this.#asideState()
    return `}finally{${recorder}.c=${caller}}}`
  }

  // --- suspension ---

  suspendStart(traced: TracedFunction, kind: Suspension): string {
    const state = this.#state(traced)
    const { temporary } = state
    if (kind === 'operand') return `(${temporary}=`
    return `(${kind === 'bare' ? `${release(state)},` : ''}${temporary}=0,${temporary}=`
  }

  operandStart(traced: TracedFunction, anonymous: boolean): string {
    return `(${this.temporary(traced)}=${anonymous ? '(0,' : ''}`
  }

  operandEnd(traced: TracedFunction, anonymous: boolean): string {
    const state = this.#state(traced)
    return `${anonymous ? ')' : ''},${release(state)},${traced.generator ? emptied(state) : state.temporary})`
  }

  /** Behind an `await` or `yield`: the function runs on, called by whatever resumed it. */
  resumeBehind(traced: TracedFunction, kind: Suspension): string {
    if (kind === 'delegate') return this.resumption(traced)
    const state = this.#state(traced)
    return `${state.caller}=${state.recorder}.c,${this.#call(state, traced, ',')}${run(state, traced)}`
  }

  /** Control is back, perhaps after a suspension that ended abruptly: the same, if the function was suspended. */
  resumption(traced: TracedFunction): string {
    const state = this.#state(traced)
    const { recorder, caller } = state
    const resumed = `${this.#call(state, traced, ',')}${caller}=${recorder}.c`
    return `${traced.suspends ? `${caller}||(${resumed}),` : ''}${run(state, traced)}`
  }

  resumeStatement(traced: TracedFunction): string {
    return this.valueless(this.resumption(traced), traced.file ? 'file' : 'function')
  }

  iterableStart(traced: TracedFunction): string {
    return `${this.#state(traced).recorder}.w(`
  }

  iterableEnd(traced: TracedFunction, async: boolean): string {
    return `,${this.#holder(traced)},${me(this.#state(traced), traced)},${async ? 1 : 0})`
  }

  /** `index`: which one of the file. */
  releasingResource(traced: TracedFunction, index: number): string {
    return `using ${this.names.local}u${index}=${this.#state(traced).recorder}.u(${this.#holder(traced)});`
  }

  /** The value that a suspension ended with. A `for await` suspends the function without a probe that could empty the temporary. */
  resumedValue(traced: TracedFunction): string {
    const state = this.#state(traced)
    return traced.delegates ? emptied(state) : state.temporary
  }

  temporary(traced: TracedFunction): string {
    return this.#state(traced).temporary
  }

  // --- parts of these ---

  #state(traced: TracedFunction): StateNames {
    const { record, fileCaller, fileTemporary, local, recorder, caller, temporary } = this.names
    const end = traced.delegates ? '.c' : ''
    if (traced.file) return { record, recorder: `${record}.s`, caller: fileCaller + end, temporary: fileTemporary }
    // Every local makes the stack end earlier.
    return { record: local, recorder: traced.suspends ? recorder : `${local}.s`, caller: caller + end, temporary }
  }

  /** Of a function around an expression. */
  #asideState(): StateNames {
    const { local, recorder, caller } = this.names
    return { record: local, recorder, caller, temporary: '' }
  }

  #aside(traced: TracedFunction, scope: Scope, counted: string, line: string): string {
    const state = this.#asideState()
    const { record, recorder, caller } = state
    const own = scope === 'function' ? '' : `${record}=${this.anywhere(scope)},`
    return (
      `()=>{const ${own}${recorder}=${record}.s,${caller}=${recorder}.c;${counted}` +
      `${run(state, traced)};try{${line}return `
    )
  }

  /** The object with the caller of a function that another one resumes in the middle. */
  #holder(traced: TracedFunction): string {
    return traced.file ? this.names.fileCaller : this.names.caller
  }

  #line(line: Line, record: string): string {
    return this.#trace ? `${record}.s.l(${record},${this.#trace.line(line)})` : ''
  }

  /** Shows which function runs; nothing without a trace. */
  #call({ record, recorder }: StateNames, traced: TracedFunction, end: ',' | ';'): string {
    if (!this.#trace) return ''
    return `${recorder}.h(${record},${this.#trace.call(traced.counter, traced.name)})${end}`
  }

  /**
   * To an optimizing compiler, a property of a function that is never assigned again is a constant, a variable is not. The object
   * of a `with` may claim to have our names. Then nothing is counted, and nothing is thrown.
   */
  #fetched(insideWith: boolean): string {
    const { fetch, local } = this.names
    const fetched = `${fetch}.${local}||${fetch}()`
    return insideWith ? `typeof ${fetch}=="function"&&(${fetched})||${noRecord}` : fetched
  }
}

/** Counts the pair: one caller stands beside its count. */
function countCall({ record, recorder, caller }: StateNames, { counter }: TracedFunction): string {
  return `${record}[${counter + 1}]===${caller}?${record}[${counter}]++:${recorder}.m(${record},${counter},${caller})`
}

/** The function's number in the realm. */
function me({ record }: StateNames, { counter }: TracedFunction): string {
  return `${record}.b+${counter}`
}

function run(state: StateNames, traced: TracedFunction): string {
  return `${state.recorder}.c=${me(state, traced)}`
}

function release({ recorder, caller }: StateNames): string {
  return `${recorder}.c=${caller},${caller}=0`
}

/** The temporary's value. What stays suspended must not keep it alive. */
function emptied({ temporary }: StateNames): string {
  return `[${temporary},${temporary}=0][0]`
}

const plainName = /^[A-Za-z_$][\w$]*$/

/** As a key in an object literal. `__proto__: f` would set the prototype. */
export function propertyKey(name: string): string {
  return isPlain(name) ? name : `[${JSON.stringify(name)}]`
}

export function propertyAccess(name: string): string {
  return isPlain(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

function isPlain(name: string): boolean {
  return plainName.test(name) && name !== '__proto__'
}
