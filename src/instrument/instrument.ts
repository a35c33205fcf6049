import type { ContentHash } from '../model/counts.ts'
import type { Warning } from '../model/error.ts'
import { hashText } from '../model/hash.ts'
import type { FileInfo } from '../model/protocol.ts'
import type { FileSites, Line } from '../model/sites.ts'
import { type Language, type Parse, type ParseProblem, type SourceType, parseToJson } from '../source/parse.ts'
import { problemOf } from '../source/too-deep.ts'
import { isTooLarge } from '../source/too-large.ts'
import { LineIndex } from '../source/line-index.ts'
import { type SourceOptions, numberSource, numberingVersion } from '../source/number-source.ts'
import { CallerTextPlanter } from './caller-text-planter.ts'
import { type CoverageStrategy, type CoverageText, chooseStrategy } from './coverage-strategy.ts'
import { CoverageTextPlanter } from './coverage-text-planter.ts'
import { Insertions, type SourceMap } from './insertions.ts'
import { type Names, chooseNames } from './names.ts'
import type { Origin } from './origin.ts'
import { preamble } from './preamble.ts'
import { ProbeText } from './probe-text.ts'
import { TextPlanter } from './text-planter.ts'
import { TraceTexts } from './trace-texts.ts'

export interface InstrumentOptions {
  /** How the file is named in counts and reports; its extension says the language. */
  path: string
  /** Track who calls whom. Default true. */
  callers?: boolean
  language?: Language
  /** Default: by extension, else what the text turns out to be. `script` also keeps the completion value. */
  sourceType?: SourceType
  /** Make a source map. Default true. */
  map?: boolean
  /** How the map names the text. Default: `path`. */
  source?: string
  /**
   * Another tool counts what it finds in `code`, and reports it by `map`: let it find what is in the text and nothing else. Says
   * what the tool gets to see: `plain` the code as it is, else what that transpiler makes of it. Default false.
   */
  coverage?: CoverageText | false
  /** Show each line as it runs, where a host listens; tracks callers, too. The counters are the same. Default false. */
  trace?: boolean
  /** Return the sites. Default true. */
  sites?: boolean
  /** A longer text, in characters, is left as it is. Default: any length will do. */
  maxSize?: number | undefined
  /** The global symbol of the recorder to count with. Default: the one of the realm. */
  recorder?: string
  /**
   * Path of the built `runtime/recorder.cjs`: where the code runs in Node, it need not bring a recorder along, of 1.5 kB,
   * but loads this one, should the realm have none yet. Default: the code runs anywhere.
   */
  runtime?: string | undefined
}

export interface InstrumentResult {
  /** The text as it was where nothing can be counted. */
  code: string
  map: SourceMap | null
  /** What can be counted; null if not asked for, or if the text could not be parsed. */
  sites: FileSites | null
  warnings: Warning[]
}

/** Plants probes into a text. Only inserts, and never a line break: line N stays line N. */
export function instrument(code: string, options: InstrumentOptions): InstrumentResult {
  return instrumentBy(parseToJson, code, options)
}

/** With another way to the tree: `createParseToBuffer()` is faster, in processes that are ours. */
export function instrumentBy(parse: Parse, code: string, options: InstrumentOptions): InstrumentResult {
  const byteOrderMark = code.startsWith('\uFEFF') ? '\uFEFF' : ''
  const text = byteOrderMark === '' ? code : code.slice(1)
  const result = instrumentText(text, { ...options, hash: hashText(code), parse }, null)
  return byteOrderMark === '' ? result : { ...result, code: byteOrderMark + result.code }
}

export interface TextOptions extends InstrumentOptions {
  parse: Parse
  /** Of the whole text that runs. */
  hash: ContentHash
}

/**
 * The recipe for all texts. Never throws: what we cannot do runs as it is. `origin`: what the text was compiled from. It has
 * the sites' positions, the traced lines, and says which code is the user's. null: the text is the user's own.
 */
export function instrumentText(text: string, options: TextOptions, origin: Origin | null): InstrumentResult {
  const problem = isTooLarge(text, options.maxSize)
  if (problem) return unparsed(text, options.path, problem)
  try {
    return plantInText(text, options, origin)
  } catch (error) {
    return unparsed(text, options.path, problemOf(error))
  }
}

function plantInText(text: string, options: TextOptions, origin: Origin | null): InstrumentResult {
  const { path, hash } = options
  const strategy = chooseStrategy(options.coverage ?? false)
  const insertions = new Insertions(text)
  const names = chooseNames(text, path, hash)
  const trace = options.trace ? new TraceTexts(path, origin?.text ?? text) : null
  const planter = createPlanter(insertions, names, strategy, trace, options)
  const outcome = numberSource(text, placed(text, options, origin), planter, options.sites ?? true)
  if (!outcome.ok) return unparsed(text, path, outcome.problem)
  const { counters, warnings } = outcome.numbering
  let { sites } = outcome.numbering
  const info: FileInfo = { path, hash, plan: numberingVersion, counters }
  if (origin && sites) {
    sites = origin.sites(sites)
    if (sites.statements.length + sites.branches.length === 0) return { code: text, map: null, sites, warnings }
    trace?.rename(sites.functions)
    info.sites = JSON.stringify(sites)
    info.hash = hashText(origin.text)
    info.plan = `${numberingVersion} ${hashText(info.sites)}`
  }
  if (trace) info.trace = trace.texts
  if (counters > 0) {
    const { iterables = false, disposal = false } = planter.callers?.parts ?? {}
    const shadowedGlobal = redeclaresGlobal(text)
    const parts = { iterables, disposal, shadowedGlobal, coverage: strategy.isShared }
    planter.finish(preamble(names, info, parts, options))
  }
  const map = options.map === false ? null : insertions.map(options.source ?? path, strategy.mapping)
  return { code: insertions.apply(), map, sites, warnings }
}

function createPlanter(
  insertions: Insertions,
  names: Names,
  strategy: CoverageStrategy,
  trace: TraceTexts | null,
  { callers = true, sourceType = 'unambiguous' }: InstrumentOptions,
): TextPlanter {
  const tracksCallers = trace !== null || callers
  const isScript = sourceType === 'script' || sourceType === 'unambiguous'
  const text = new ProbeText(names, { callers: tracksCallers, trace, isShared: strategy.isShared }, isScript)
  const callerPlanter = tracksCallers ? new CallerTextPlanter(insertions, text, strategy) : null
  const Planter = strategy.isShared ? CoverageTextPlanter : TextPlanter
  return new Planter(insertions, text, strategy, callerPlanter)
}

/** The options with what is known of each offset. */
function placed(text: string, options: TextOptions, origin: Origin | null): SourceOptions {
  if (origin) {
    const lineOf = (offset: number): Line => origin.start(offset)?.line ?? 0
    const isOriginal = (offset: number): boolean => origin.start(offset) !== null
    return { ...options, isOriginal, lineOf: options.trace ? lineOf : null }
  }
  const lines = new LineIndex(text)
  return { ...options, lineOf: options.trace ? (offset) => lines.position(offset).line : null }
}

export function unparsed(
  code: string,
  path: string,
  problem: Pick<ParseProblem, 'message' | 'isOurs' | 'advice'>,
): InstrumentResult {
  const reason = problem.message.replace(/\.$/, '')
  const { advice = 'Leave it out with "exclude" if it need not be counted.' } = problem
  const message = problem.isOurs
    ? `Cannot count "${path}": ${reason}. It runs as it is, and nothing in it is counted. ${advice}`
    : `Cannot parse "${path}": ${reason}. It runs as it is, and nothing in it is counted.`
  const slug = problem.isOurs ? 'not-counted' : 'parse-error'
  return { code, map: null, sites: null, warnings: [{ slug, message, uncounted: path }] }
}

/** Errs on the safe side: the other way of finding the global object works too, in fewer hosts. */
function redeclaresGlobal(text: string): boolean {
  for (const { index } of text.matchAll(/\bglobalThis\b/g)) {
    let from = index
    while (from > 0 && !';=()'.includes(text[from - 1] as string)) from--
    if (/\b(?:var|let|const|class|function|import)\b/.test(text.slice(from, index))) return true
  }
  return false
}
