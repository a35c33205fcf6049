/**
 * Instruments the output of another plugin (a compiled component), whose source has no plain text to plant probes
 * into. Positions are looked up in the incoming map, here and never later; what has no original position gets no probe.
 */
import type { Warning } from '../model/error.ts'
import { hashText } from '../model/hash.ts'
import type { FileInfo } from '../model/protocol.ts'
import { type Parse, parseToJson } from '../source/parse.ts'
import { planSource, planVersion } from '../source/plan.ts'
import { Edits, type SourceMap } from './edits.ts'
import { type InstrumentOptions, type InstrumentResult, mappingFor, traced, unparsed } from './instrument.ts'
import { chooseNames } from './names.ts'
import { Origin } from './origin.ts'
import { preamble } from './preamble.ts'
import { TextPlanter } from './text-planter.ts'
import { TraceTexts } from './trace-texts.ts'

export interface OutputOptions extends Pick<InstrumentOptions, 'path' | 'source' | 'callers' | 'trace' | 'runtime'> {
  /** The text on disk that the code was made of. */
  original: string
  /** From the code to that text. */
  map: SourceMap
  /** Another tool counts in the result, too: see `InstrumentOptions.coverage`. */
  coverage?: boolean
  /** Default: `parseToJson`. */
  parse?: Parse
}

/** The code is JavaScript, or TypeScript that a later plugin strips. */
export function instrumentOutput(code: string, options: OutputOptions): InstrumentResult {
  const { path, original, callers = true, coverage = false, parse = parseToJson } = options
  const origin = new Origin(code, original, { path, map: options.map })
  if (!origin.isKnown) return { code, map: null, sites: null, warnings: [withoutMap(path)] }
  const edits = new Edits(code)
  const names = chooseNames(code, path, hashText(code))
  const trace = options.trace ? new TraceTexts(path, original) : null
  const planter = new TextPlanter(edits, names, {
    callers: trace !== null || callers,
    completion: false,
    coverage: coverage && 'plain',
    trace,
  })
  const isOriginal = (offset: number): boolean => origin.start(offset) !== null
  const lineOf = trace && ((offset: number) => origin.start(offset)?.line ?? 0)
  const outcome = planSource(
    code,
    { path, language: 'ts', sourceType: 'module', isOriginal, lineOf, parse },
    planter,
    true,
  )
  if (!outcome.ok) return unparsed(code, path, outcome.problem)
  const { counters, warnings } = outcome.plan
  const sites = outcome.plan.sites && origin.sites(outcome.plan.sites)
  if (!sites || sites.statements.length + sites.branches.length === 0) return { code, map: null, sites, warnings }
  trace?.rename(sites.functions)
  const ownSites = JSON.stringify(sites)
  const plan = `${planVersion} ${hashText(ownSites)}`
  const info: FileInfo = { path, hash: hashText(original), plan, counters, sites: ownSites, ...traced(trace) }
  planter.finish(preamble(names, info, { ...planter.needs, shadowedGlobal: false, coverage }, options))
  return {
    code: edits.apply(),
    map: edits.map(options.source ?? path, mappingFor(coverage && 'plain')),
    sites,
    warnings,
  }
}

function withoutMap(path: string): Warning {
  const message = `Cannot trace "${path}": the plugin that compiled it gives no source map, so nothing says where its lines went. It runs as it is, and nothing in it is counted.`
  return { slug: 'no-map', message, uncounted: path }
}
