/** Writes the probes as text. The shapes and their cost: src/README.md, Probes; test/bench. */
import type { Node } from 'oxc-parser'
import type { CounterIndex, Line } from '../model/sites.ts'
import type { NodeHint } from '../source/hints.ts'
import type { Frame, Planter, Scope, Suspension } from '../source/planter.ts'
import type { Edits, InsertionIndex } from './edits.ts'
import { type Transpiler, lastLandmark } from './landmarks.ts'
import type { Standing } from './mappings.ts'
import type { Names } from './names.ts'
import { noRecord } from '../model/protocol.ts'
import type { Needs } from './preamble.ts'
import type { TraceTexts } from './trace-texts.ts'

/** What the other tool gets to see: the result as it is, or as a transpiler prints it. */
export type CoverageText = 'plain' | Transpiler

export interface ProbeOptions {
  /** Track caller pairs. Otherwise functions are only counted. */
  callers: boolean
  /** The value of the last statement is the script's result: probes must not be one. */
  completion: boolean
  /** Another tool looks for statements, branches and functions in the result, and must not take probes for the user's. */
  coverage: CoverageText | false
  /** Show each line as it runs; needs `callers`. null: don't. */
  trace: TraceTexts | null
}

/** What a frame's caller state is called in the text. */
interface FrameText {
  record: string
  recorder: string
  caller: string
  temporary: string
}

export class TextPlanter implements Planter {
  readonly keepsFields: boolean
  readonly needs: Pick<Needs, 'iterables' | 'disposal'> = { iterables: false, disposal: false }
  readonly #edits: Edits
  readonly #names: Names
  readonly #callers: boolean
  readonly #coverage: ProbeOptions['coverage']
  readonly #trace: TraceTexts | null
  /** By where the node starts that they speak of. */
  readonly #hints = new Map<number, string>()
  #completion: boolean
  #preamble: InsertionIndex = -1
  #declarations = ''
  #disposals = 0

  constructor(edits: Edits, names: Names, options: ProbeOptions) {
    this.#edits = edits
    this.#names = names
    this.#callers = options.callers
    this.#coverage = options.coverage
    this.keepsFields = options.coverage !== false
    this.#trace = options.trace
    this.#completion = options.completion
  }

  /** The preamble depends on what the file turns out to need. */
  finish(preamble: string): void {
    if (this.#preamble >= 0) this.#edits.fill(this.#preamble, preamble + this.#declarations)
  }

  keepHints(hints: NodeHint[]): void {
    if (!this.#coverage) return
    for (const { target, text } of hints) this.#hints.set(target, (this.#hints.get(target) ?? '') + asComment(text))
  }

  /** Another tool would take what is inserted for what its hint speaks of. */
  #hintAt(at: number): string {
    return this.#hints.get(at) ?? ''
  }

  // --- the file ---

  enterFile(at: number, frame: Frame, file: { separate: boolean; module: boolean }): void {
    if (file.module) this.#completion = false
    if (file.separate) this.separate(at)
    this.#preamble = this.#edits.insert(at, '')
    const { fetch, record, fileCaller, fileTemporary } = this.#names
    const text = this.#frame(frame)
    const first = `var ${record}=${record}||${fetch}()`
    // Declarations only: they have no completion value.
    this.#declarations = this.#callers
      ? `${first},${fileCaller}=${frame.delegates ? `{c:${text.recorder}.c}` : `${text.recorder}.c`},` +
        `${fileTemporary}=(${pair(text, frame.counter)},${this.#call(text, frame, ',')}${text.recorder}.c=${me(text, frame)});`
      : `${first},${fileTemporary}=${record}[${frame.counter}]++;`
  }

  leaveFile(at: number, frame: Frame): void {
    if (!this.#callers) return
    const text = this.#frame(frame)
    this.separate(at)
    this.#edits.insert(at, this.#valueless(`${text.recorder}.c=${text.caller}`, 'file'))
  }

  // --- counts ---

  count(at: number, counter: CounterIndex, scope: Scope, closes?: Node): void {
    const text = this.#valueless(this.#increment(counter, scope), scope)
    if (!closes) return void this.#edits.insert(at, text + this.#hintAt(at))
    const index = text.indexOf('[') + 1
    this.#edits.insert(at, text.slice(0, index))
    this.#edits.insert(at, text.slice(index), this.#endOf(closes))
  }

  countAfter(at: number, counter: CounterIndex, scope: Scope): void {
    this.separate(at)
    this.count(at, counter, scope)
  }

  line(at: number, line: Line, scope: Scope): void {
    this.#edits.insert(at, this.#valueless(this.#line(line, this.#record(scope)), scope))
  }

  lineAfter(at: number, line: Line, scope: Scope): void {
    this.separate(at)
    this.line(at, line, scope)
  }

  lineAlone(at: number, line: Line, scope: Scope): void {
    this.#edits.insert(at, this.#line(line, this.#record(scope)))
  }

  separate(at: number): void {
    this.#edits.insert(at, `;${this.#hintAt(at)}`, 'previous')
  }

  wrapOpen(at: number, counter: CounterIndex, scope: Scope, name: string | null, line: Line): void {
    const probes = this.#probes(counter, scope, line)
    this.#edits.insert(at, name === null ? `(${probes},` : `(${probes},{${propertyKey(name)}:`, { at })
  }

  wrapClose(node: Node, name: string | null): void {
    this.#edits.insert(node.end, name === null ? ')' : `}${propertyAccess(name)})`, this.#endOf(node))
  }

  braceOpen(at: number): void {
    this.#edits.insert(at, '{', { at })
  }

  braceClose(at: number, statement: Node): void {
    this.#edits.insert(at, '}', this.#endOf(statement))
  }

  testOpen(at: number, counter: CounterIndex, scope: Scope): void {
    if (!this.#coverage) return
    const record = this.#record(scope)
    this.#edits.insert(at, `${record}.s.e(${record},${counter},(`)
  }

  testClose(at: number): void {
    if (this.#coverage) this.#edits.insert(at, '))', 'previous')
  }

  implicitElse(at: number, counter: CounterIndex, scope: Scope): void {
    if (!this.#coverage) this.#edits.insert(at, `else{${this.#valueless(this.#increment(counter, scope), scope)}}`)
  }

  elseIfOpen(at: number, counter: CounterIndex, scope: Scope): void {
    if (this.#coverage) return
    this.braceOpen(at)
    this.count(at, counter, scope)
  }

  elseIfClose(at: number, statement: Node): void {
    if (!this.#coverage) this.braceClose(at, statement)
  }

  // --- functions ---

  enter(at: number, frame: Frame): void {
    this.#edits.insert(at, this.#entry(frame))
  }

  become(at: number, frame: Frame): void {
    const text = this.#frame(frame)
    if (this.#callers) this.#edits.insert(at, `${text.recorder}.c=${me(text, frame)};`)
  }

  guardOpen(at: number, frame: Frame): void {
    if (this.#callers) this.#edits.insert(at, this.#guardStart(frame))
  }

  guardClose(at: number, frame: Frame): void {
    if (!this.#callers) return
    this.#edits.insert(at, '}', { at })
    this.#edits.insert(at, this.#guardEnd(frame))
  }

  arrowOpen(at: number, frame: Frame, { start }: Node, line: Line): void {
    const guard = this.#callers && !frame.pure ? this.#guardStart(frame) : ''
    this.#edits.insert(at, '{', { at: start })
    const shown = line > 0 ? `${this.#line(line, this.#names.local)};` : ''
    this.#edits.insert(at, `${this.#entry(frame)}${guard}${shown}`)
    this.#edits.insert(at, 'return ', { at: start })
  }

  arrowClose(at: number, frame: Frame, body: Node): void {
    // To a tool that knows no parentheses, what is returned ends before they close; the function ends behind them.
    const hidden = this.#coverage === 'plain' && body.end < at
    const guarded = this.#callers && !frame.pure
    const unmappedFrom = hidden ? body.end : at
    if (guarded) {
      this.#edits.insert(at, '}', this.#endOf(body), unmappedFrom)
      this.#edits.insert(at, this.#guardEnd(frame))
    }
    this.#edits.insert(at, '}', hidden ? { at: at - 1 } : this.#endOf(body), guarded ? at : unmappedFrom)
  }

  onBehalfOpen(at: number, frame: Frame, scope: Scope): void {
    if (!this.#callers) return
    this.#edits.insert(at, '(', { at })
    this.#edits.insert(at, this.#aside(frame, scope))
  }

  onBehalfClose(at: number): void {
    if (!this.#callers) return
    this.#edits.insert(at, `}finally{${this.#names.recorder}.c=${this.#names.caller}}}`)
    this.#edits.insert(at, ')()', 'previous')
  }

  fieldOpen(at: number, frame: Frame, scope: Scope, line: Line): void {
    if (!this.#callers) return this.wrapOpen(at, frame.counter, scope, null, line)
    // What a tool finds first is a name, which all of them map; not all do with a parenthesis.
    this.#edits.insert(at, this.#coverage ? `(${this.#record(scope)},(` : '(', { at })
    this.#edits.insert(at, this.#aside(frame, scope, line))
  }

  fieldClose(node: Node): void {
    if (!this.#callers) return this.wrapClose(node, null)
    this.onBehalfClose(node.end)
    if (this.#coverage) this.#edits.insert(node.end, ')', 'previous')
  }

  fieldCount(at: number, counter: CounterIndex, scope: Scope, isStatic: boolean, line: Line): void {
    const name = `#${this.#names.fetch}${counter}`
    this.#edits.insert(at, `${isStatic ? 'static ' : ''}${name}=(${this.#probes(counter, scope, line)});`)
  }

  // --- suspension ---

  suspendOpen(at: number, frame: Frame, kind: Suspension): void {
    if (!this.#callers) return
    const text = this.#frame(frame)
    this.#edits.insert(at, `(${kind === 'bare' ? `${release(text)},` : ''}${text.temporary}=`, { at })
  }

  operandOpen(at: number, frame: Frame, anonymous: boolean): void {
    if (this.#callers) this.#edits.insert(at, `(${this.#frame(frame).temporary}=${anonymous ? '(0,' : ''}`, { at })
  }

  operandClose(node: Node, frame: Frame, anonymous: boolean): void {
    if (!this.#callers) return
    const text = this.#frame(frame)
    const end = `${anonymous ? ')' : ''},${release(text)},${text.temporary})`
    this.#edits.insert(node.end, end, this.#endOf(node))
  }

  suspendClose(node: Node, frame: Frame, kind: Suspension): void {
    if (!this.#callers) return
    const text = this.#frame(frame)
    const resume =
      kind === 'delegate'
        ? this.#resumption(text, frame)
        : `${text.caller}=${text.recorder}.c,${this.#call(text, frame, ',')}${text.recorder}.c=${me(text, frame)}`
    this.#edits.insert(node.end, `,${resume},`)
    this.#edits.insert(node.end, `${text.temporary})`, this.#endOf(node))
  }

  iterableOpen(at: number, frame: Frame): void {
    if (!this.#callers) return
    this.needs.iterables = true
    this.#edits.insert(at, `${this.#frame(frame).recorder}.w(`, { at })
  }

  iterableClose(node: Node, frame: Frame, async: boolean): void {
    if (!this.#callers) return
    const text = this.#frame(frame)
    const end = `,${this.#holder(frame)},${me(text, frame)},${async ? 1 : 0})`
    this.#edits.insert(node.end, end, this.#endOf(node))
  }

  resume(at: number, frame: Frame): void {
    if (this.#callers) this.#edits.insert(at, this.#resumeStatement(frame))
  }

  resumedOpen(at: number, frame: Frame): void {
    if (!this.#callers) return
    const text = this.#frame(frame)
    this.#edits.insert(at, `(${text.temporary},`, { at })
    this.#edits.insert(at, `${this.#resumption(text, frame)},`)
  }

  resumedClose(at: number): void {
    if (this.#callers) this.#edits.insert(at, ')', 'previous')
  }

  resumeOpen(at: number): void {
    if (this.#callers) this.#edits.insert(at, 'try{')
  }

  resumeClose(at: number, frame: Frame): void {
    if (this.#callers) this.#edits.insert(at, `}finally{${this.#resumeStatement(frame)}}`)
  }

  release(at: number, frame: Frame): void {
    if (!this.#callers || !frame.delegates) return
    this.needs.disposal = true
    const text = this.#frame(frame)
    this.separate(at)
    this.#edits.insert(
      at,
      `using ${this.#names.local}u${this.#disposals++}=${text.recorder}.u(${this.#holder(frame)});`,
    )
  }

  // --- the text ---

  #frame(frame: Frame): FrameText {
    const { record, fileCaller, fileTemporary, local, recorder, caller, temporary } = this.#names
    const of = (name: string): string => (frame.delegates ? `${name}.c` : name)
    if (frame.file) return { record, recorder: `${record}.s`, caller: of(fileCaller), temporary: fileTemporary }
    // Every local makes the stack end earlier.
    return { record: local, recorder: frame.suspends ? recorder : `${local}.s`, caller: of(caller), temporary }
  }

  /** Where a tool that looks for the end of a node has to be led, by what is in the place of the node. */
  #endOf(node: Node): Standing {
    const printer = this.#coverage
    return printer && printer !== 'plain' ? { at: lastLandmark(node, printer) } : 'previous'
  }

  #holder(frame: Frame): string {
    return frame.file ? this.#names.fileCaller : this.#names.caller
  }

  #record(scope: Scope): string {
    if (scope === 'with') return this.#anywhere(scope)
    return scope === 'file' ? this.#names.record : this.#names.local
  }

  #increment(counter: CounterIndex, scope: Scope): string {
    return `${this.#record(scope)}[${counter}]++`
  }

  #line(line: Line, record: string): string {
    return this.#trace ? `${record}.s.l(${record},${this.#trace.line(line)})` : ''
  }

  /** Shows which function runs; nothing without a trace. */
  #call(text: FrameText, frame: Frame, end: ',' | ';'): string {
    if (!this.#trace) return ''
    return `${text.recorder}.h(${text.record},${this.#trace.call(frame.counter, frame.name)})${end}`
  }

  /** Before an expression: its count, and its line. */
  #probes(counter: CounterIndex, scope: Scope, line: Line): string {
    const record = this.#anywhere(scope)
    const count = counter < 0 ? [] : [`${record}[${counter}]++`]
    return (line > 0 ? [...count, this.#line(line, record)] : count).join(',')
  }

  /** Control is here again, perhaps after a suspension that ended abruptly: run on, under whoever resumed. */
  #resumption(text: FrameText, frame: Frame): string {
    const { recorder, caller } = text
    const shown = this.#call(text, frame, ',')
    const caught = shown === '' ? `${caller}=${recorder}.c` : `${shown}${caller}=${recorder}.c`
    return `${frame.suspends ? `${caller}||(${caught}),` : ''}${recorder}.c=${me(text, frame)}`
  }

  /** The record, where the file's own variable may not be set yet: in what a test runner hoists. */
  #anywhere(scope: Scope): string {
    if (scope === 'function') return this.#names.local
    if (this.#coverage && scope === 'file') return `${this.#names.fetch}()`
    return `(${this.#fetched(scope === 'with')})`
  }

  /**
   * A property of a function that is never assigned anew is a constant to an optimizing compiler, a variable is not. The object
   * of a `with` may say that it has our names too: then nothing is counted, and nothing thrown.
   */
  #fetched(within: boolean): string {
    const { fetch, local } = this.#names
    const fetched = `${fetch}.${local}||${fetch}()`
    return within ? `typeof ${fetch}=="function"&&(${fetched})||${noRecord}` : fetched
  }

  /** A statement that runs an expression and leaves no completion value. */
  #valueless(expression: string, scope: Scope): string {
    return this.#completion && scope !== 'function' ? `{const ${this.#names.local}=${expression}}` : `${expression};`
  }

  #entry(frame: Frame): string {
    const { local, recorder, caller, temporary } = this.#names
    const text = this.#frame(frame)
    const first = `const ${local}=${this.#fetched(frame.within)}`
    if (!this.#callers) return `${first};${local}[${frame.counter}]++;`
    const counted = `${pair(text, frame.counter)};${this.#call(text, frame, ';')}`
    if (!frame.suspends) return `${first},${caller}=${text.recorder}.c;${counted}`
    const state = frame.delegates
      ? `,${caller}={c:${recorder}.c};let ${temporary};`
      : `;let ${caller}=${recorder}.c,${temporary};`
    return `${first},${recorder}=${local}.s${state}${counted}`
  }

  #guardStart(frame: Frame): string {
    const text = this.#frame(frame)
    return `${text.recorder}.c=${me(text, frame)};try{`
  }

  #guardEnd(frame: Frame): string {
    const text = this.#frame(frame)
    const restore = `${text.recorder}.c=${text.caller}`
    return `finally{${frame.suspends ? `${text.caller}&&(${restore})` : restore}}`
  }

  /** A function around an expression: the only guard that an expression can have. `entered`: it is called here, on that line. */
  #aside(frame: Frame, scope: Scope, entered?: Line): string {
    const { local, recorder, caller } = this.#names
    const text: FrameText = { record: local, recorder, caller, temporary: '' }
    const count = entered === undefined ? '' : `${pair(text, frame.counter)};${this.#call(text, frame, ';')}`
    const shown = entered ? `${this.#line(entered, local)};` : ''
    const record = scope === 'function' ? '' : `${local}=${this.#anywhere(scope)},`
    return (
      `()=>{const ${record}${recorder}=${local}.s,${caller}=${recorder}.c;${count}` +
      `${recorder}.c=${me(text, frame)};try{${shown}return `
    )
  }

  #resumeStatement(frame: Frame): string {
    const text = this.#frame(frame)
    return this.#valueless(this.#resumption(text, frame), frame.file ? 'file' : 'function')
  }
}

/** Counts the pair: one caller stands beside its count. */
function pair(text: FrameText, counter: CounterIndex): string {
  const { record, recorder, caller } = text
  return `${record}[${counter + 1}]===${caller}?${record}[${counter}]++:${recorder}.m(${record},${counter},${caller})`
}

function me(text: FrameText, frame: Frame): string {
  return `${text.record}.b+${frame.counter}`
}

function release(text: FrameText): string {
  return `${text.recorder}.c=${text.caller},${text.caller}=0`
}

/** On one line. */
function asComment(text: string): string {
  return `/* ${text.replaceAll('*/', '').replace(/\s+/g, ' ')} */`
}

const plainName = /^[A-Za-z_$][\w$]*$/

/** `__proto__: f` would set the prototype. */
function propertyKey(name: string): string {
  return plainName.test(name) && name !== '__proto__' ? name : `[${JSON.stringify(name)}]`
}

function propertyAccess(name: string): string {
  return plainName.test(name) && name !== '__proto__' ? `.${name}` : `[${JSON.stringify(name)}]`
}
