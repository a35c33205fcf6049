/** The recorder of a realm: what instrumented code counts into, and how the counts are read. Runs anywhere; see model/protocol.ts. */
import type { Caller, CallerPair, ContextCaller, FileCounts } from '../model/counts.ts'
import type { ActorId, FileInfo, FileRecord, Recorder, TraceSink } from '../model/protocol.ts'
import { recorderKey } from '../model/protocol.ts'
import { recordKey } from '../model/record-key.ts'
import type { CounterIndex, FileSites } from '../model/sites.ts'
import { PairTable } from './pair-table.ts'
import { patchFunctionToString } from './function-to-string.ts'

// Code that runs within the program must not call methods that the program can replace, perhaps by instrumented ones.
const { defineProperty, setPrototypeOf } = Object
const { parse } = JSON
const Counters = Float64Array

/** A recorder with all that reading it needs. */
export interface FullRecorder extends Recorder {
  full: true
  realm: typeof globalThis
  files: FullRecord[]
  /** The same, by `keyOf` their info. */
  byKey: Record<string, FullRecord | undefined>
  /** Contexts that were entered, by actor, and their actors, by name. */
  contexts: Record<ActorId, ContextCaller | undefined>
  contextIds: Record<string, ActorId | undefined>
  /** Where the trace of lines goes; null: nowhere. */
  trace: TraceSink | null
}

export interface FullRecord extends FileRecord {
  /** A second caller of each function and its count, at the same indexes. */
  second: Float64Array
  /** Counts of all other callers. */
  pairs: PairTable
}

/** The default context: code that loads in a plain process, and calls from outside. */
const external: ContextCaller = { context: '<external>', file: null }

/** The recorder of this realm. The first use makes it, or completes the plain one that instrumented code has made. */
export function realmRecorder(realm: object = globalThis): FullRecorder {
  const key = Symbol.for(recorderKey)
  const existing = (realm as Record<symbol, Recorder | FullRecorder | undefined>)[key]
  if (existing) return 'full' in existing ? existing : complete(existing, realm)
  const plain: Recorder = {
    c: 1,
    n: 2,
    files: [],
    w: null,
    u: null,
    t: null,
    f: register as Recorder['f'],
    m: missedPair as Recorder['m'],
    e: countElse,
    h: traceCall as Recorder['h'],
    l: traceLine as Recorder['l'],
  }
  const recorder = complete(plain, realm)
  if (Object.isExtensible(realm)) defineProperty(realm, key, { value: recorder })
  return recorder
}

/** Turns a plain recorder into a full one, in place: running code has references to it. */
function complete(plain: Recorder, realm: object): FullRecorder {
  const recorder = plain as FullRecorder
  recorder.full = true
  recorder.realm = realm as typeof globalThis
  recorder.f = register as Recorder['f']
  recorder.m = missedPair as Recorder['m']
  recorder.h = traceCall as Recorder['h']
  recorder.l = traceLine as Recorder['l']
  recorder.trace = null
  recorder.contexts = { __proto__: null, 1: external } as FullRecorder['contexts']
  recorder.contextIds = { __proto__: null, [contextKey(external)]: 1 } as unknown as FullRecorder['contextIds']
  recorder.byKey = { __proto__: null } as unknown as FullRecorder['byKey']
  for (const record of recorder.files) {
    recorder.byKey[keyOf(record.info)] = record
    record.second = new Counters(record.info.counters)
    record.pairs = new PairTable()
    for (const [key, count] of Object.entries(record.more)) {
      const [caller, counter] = key.split(':').map(Number) as [ActorId, CounterIndex]
      record.pairs.add(caller, counter, count)
    }
    record.more = {}
  }
  return recorder
}

/** See `Recorder.f`. */
function register(this: FullRecorder, info: FileInfo): FileRecord {
  const { files, byKey } = this
  if (!this.t) patchToString(this)
  const key = keyOf(info)
  const known = byKey[key]
  if (known) return known
  const record = new Counters(info.counters) as FullRecord
  record.s = this
  record.b = this.n
  record.info = info
  record.called = bareList()
  record.more = {}
  record.second = new Counters(info.counters)
  record.pairs = new PairTable()
  this.n += info.counters
  defineProperty(files, files.length, { __proto__: null, value: record, writable: true, enumerable: true } as object)
  byKey[key] = record
  return record
}

/** Of one revision, the code that traces its lines has a record of its own. */
function keyOf(info: FileInfo): string {
  return (info.trace ? 'traced ' : '') + recordKey(info)
}

/** See `Recorder.t`. */
function patchToString(recorder: FullRecorder): void {
  recorder.t = 1
  try {
    patchFunctionToString(recorder.realm)
  } catch {
    // A realm that lacks what it takes.
  }
}

/** An array without a prototype: adding an item calls no setter of the program. */
function bareList(): number[] {
  return setPrototypeOf([], null) as number[]
}

/** See `Recorder.m`. Short, because V8 inlines it into traced functions. On a stack overflow it has counted nothing. */
function missedPair(record: FullRecord, counter: CounterIndex, caller: ActorId): void {
  const { second } = record
  if (second[counter + 1] === caller && ((second[counter] as number) & 1023) !== 1023) (second[counter] as number)++
  else if (!record.pairs.countInFirstSlot(caller, counter)) countSlowly(record, counter, caller)
}

/** The inserted code itself counts the caller in the first slot. The second slot has another caller, the table all others. */
function countSlowly(record: FullRecord, counter: CounterIndex, caller: ActorId): void {
  const { second, pairs } = record
  const first = record[counter + 1] as ActorId
  const other = second[counter + 1] as ActorId
  if (first === 0) {
    record.called[record.called.length++] = counter
    record[counter] = 1
    record[counter + 1] = caller
  } else if (other === caller) {
    const count = (second[counter] as number) + 1
    second[counter] = record[counter] as number
    second[counter + 1] = first
    record[counter] = count
    record[counter + 1] = caller
  } else if (!pairs.count(caller, counter)) {
    if (other !== 0) pairs.add(other, counter, second[counter] as number)
    second[counter] = 1
    second[counter + 1] = caller
  }
}

/** See `Recorder.e`. */
function countElse(record: FileRecord, counter: CounterIndex, test: unknown): unknown {
  if (!test) (record[counter] as number)++
  return test
}

/** See `Recorder.h`. */
function traceCall(this: FullRecorder, { info }: FileRecord, index: number): void {
  if (this.trace && info.trace) this.trace.call(info.trace[index] as string)
}

/** See `Recorder.l`. */
function traceLine(this: FullRecorder, { info }: FileRecord, index: number): void {
  if (this.trace && info.trace) this.trace.line(info.trace[index] as string)
}

/** From now on, `context` is the caller of what no traced function calls. Call it only where no traced function runs. */
export function enterContext(recorder: FullRecorder, context: ContextCaller): void {
  const key = contextKey(context)
  let id = recorder.contextIds[key]
  if (id === undefined) {
    id = recorder.n++
    recorder.contextIds[key] = id
    recorder.contexts[id] = context
  }
  recorder.c = id
}

function contextKey({ context, file }: ContextCaller): string {
  return `${file ?? ''}\n${context}`
}

/** What was counted since the last time, file by file; everything starts again at 0. */
export function takeCounts(recorder: FullRecorder): FileCounts[] {
  const taken: FileCounts[] = []
  const { files } = recorder
  for (let index = 0; index < files.length; index++) {
    const record = files[index] as FullRecord
    const pairs = takePairs(recorder, record)
    const counts = takeCounters(record)
    if (counts) taken[taken.length] = fileCounts(record.info, counts, pairs)
  }
  return taken
}

/** null where nothing was counted. */
function takeCounters(record: FullRecord): number[] | null {
  const counts: number[] = []
  let counted = false
  for (let counter = 0; counter < record.length; counter++) {
    const count = record[counter] as number
    counts[counter] = count
    record[counter] = 0
    counted ||= count !== 0
  }
  return counted ? counts : null
}

function fileCounts(info: FileInfo, counts: number[], pairs: CallerPair[]): FileCounts {
  const { path, hash, plan, sites } = info
  const result: FileCounts = { path, hash, plan, counts, pairs }
  if (sites !== undefined) result.sites = parse(sites) as FileSites
  return result
}

/** Empties the pairs of a file, and leaves in each function's counter how often it was called. */
function takePairs(recorder: FullRecorder, record: FullRecord): CallerPair[] {
  const pairs: CallerPair[] = []
  const { called } = record
  for (let index = 0; index < called.length; index++) {
    takeSlot(record, called[index] as CounterIndex, record)
    takeSlot(record, called[index] as CounterIndex, record.second)
  }
  record.pairs.forEach((caller, callee, count) => {
    pairs[pairs.length] = { callee, caller: callerOf(recorder, caller), count }
    record[callee] = (record[callee] as number) + count
  })
  record.pairs.clear()
  called.length = 0
  return pairs
}

function takeSlot({ pairs }: FullRecord, counter: CounterIndex, places: Float64Array): void {
  const caller = places[counter + 1] as ActorId
  if (caller !== 0) pairs.add(caller, counter, places[counter] as number)
  places[counter] = 0
  places[counter + 1] = 0
}

function callerOf(recorder: FullRecorder, actor: ActorId): Caller {
  const context = recorder.contexts[actor]
  if (context) return context
  const record = fileOf(recorder.files, actor)
  if (!record) return external
  const { path, hash, plan } = record.info
  return { path, hash, plan, function: actor - record.b }
}

/** Files are registered in ascending order of their actors. */
function fileOf(files: FullRecord[], actor: ActorId): FullRecord | undefined {
  let low = 0
  let high = files.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((files[middle] as FullRecord).b <= actor) low = middle
    else high = middle - 1
  }
  return files[low]
}
