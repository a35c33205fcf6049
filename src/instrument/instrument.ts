import type { Warning } from '../model/error.ts'
import { hashText } from '../model/hash.ts'
import type { FileInfo } from '../model/protocol.ts'
import type { FileSites } from '../model/sites.ts'
import { type Language, type Parse, type SourceType, parseToJson } from '../source/parse.ts'
import { planSource, planVersion } from '../source/plan.ts'
import { LineIndex } from '../source/lines.ts'
import { Edits, type SourceMap } from './edits.ts'
import type { MappingOptions } from './mappings.ts'
import { chooseNames } from './names.ts'
import { preamble } from './preamble.ts'
import { type CoverageText, TextPlanter } from './text-planter.ts'
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
  const byteOrderMark = code.startsWith('\uFEFF') ? 1 : 0
  const text = byteOrderMark ? code.slice(1) : code
  const edits = new Edits(text)
  const hash = hashText(code)
  const names = chooseNames(text, options.path, hash)
  const coverage = options.coverage ?? false
  const trace = options.trace ? new TraceTexts(options.path, text) : null
  const lines = new LineIndex(text)
  const planter = new TextPlanter(edits, names, {
    callers: trace !== null || (options.callers ?? true),
    completion: options.sourceType === 'script' || (options.sourceType ?? 'unambiguous') === 'unambiguous',
    coverage,
    trace,
  })
  const lineOf = trace && ((offset: number) => lines.position(offset).line)
  const outcome = planSource(text, { ...options, lineOf, parse }, planter, options.sites ?? true)
  if (!outcome.ok) return unparsed(code, options.path, outcome.problem)
  const { counters, sites, warnings } = outcome.plan
  if (counters > 0) {
    const info: FileInfo = { path: options.path, hash, plan: planVersion, counters, ...traced(trace) }
    const needs = { ...planter.needs, shadowedGlobal: redeclaresGlobal(text), coverage: coverage !== false }
    planter.finish(preamble(names, info, needs, options))
  }
  return {
    code: edits.empty ? code : code.slice(0, byteOrderMark) + edits.apply(),
    map: options.map === false ? null : edits.map(options.source ?? options.path, mappingFor(coverage)),
    sites,
    warnings,
  }
}

export function mappingFor(coverage: CoverageText | false): MappingOptions {
  return {
    probeSource: coverage !== false,
    spaces: coverage !== false,
    lineEnds: coverage !== false && coverage !== 'plain',
  }
}

/** What the file's info has of its trace. */
export function traced(trace: TraceTexts | null): Pick<FileInfo, 'trace'> {
  return trace ? { trace: trace.texts } : {}
}

export function unparsed(code: string, path: string, problem: { message: string }): InstrumentResult {
  const reason = problem.message.replace(/\.$/, '')
  const message = `Cannot parse "${path}": ${reason}. It runs as it is, and nothing in it is counted.`
  return { code, map: null, sites: null, warnings: [{ slug: 'parse-error', message, uncounted: path }] }
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
