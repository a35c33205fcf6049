/**
 * Instruments the output of another plugin (a compiled component), whose source has no plain text to plant probes
 * into. Positions are looked up in the incoming map, here and never later; what has no original position gets no probe.
 */
import { TraceMap, originalPositionFor, traceSegment } from '@jridgewell/trace-mapping'
import { hashText } from '../model/hash.ts'
import type { FileInfo } from '../model/protocol.ts'
import type { FileSites, Position, Range } from '../model/sites.ts'
import { LineIndex } from '../source/lines.ts'
import { planSource, planVersion } from '../source/plan.ts'
import { Edits } from './edits.ts'
import { type InstrumentOptions, type InstrumentResult, type SourceMap, unparsed } from './instrument.ts'
import { chooseNames } from './names.ts'
import { preamble } from './preamble.ts'
import { TextPlanter } from './text-planter.ts'

export interface OutputOptions extends Pick<InstrumentOptions, 'path' | 'callers'> {
  /** The text on disk that the code was made of. */
  original: string
  /** From the code to that text. */
  map: SourceMap
}

/** The code is JavaScript, or TypeScript that a later plugin strips. */
export function instrumentOutput(code: string, options: OutputOptions): InstrumentResult {
  const { path, original } = options
  const origin = new Origin(code, options.map)
  const edits = new Edits(code)
  const names = chooseNames(code, path)
  const planter = new TextPlanter(edits, names, { callers: options.callers ?? true, completion: false })
  const isOriginal = (offset: number): boolean => origin.isExact(offset)
  const outcome = planSource(code, { path, language: 'ts', sourceType: 'module', isOriginal }, planter, true)
  if (!outcome.ok) return unparsed(code, path, outcome.problem)
  const { counters, warnings } = outcome.plan
  const sites = outcome.plan.sites && origin.map(outcome.plan.sites)
  if (!sites || sites.statements.length + sites.branches.length === 0) return { code, map: null, sites, warnings }
  const info: FileInfo = { path, hash: hashText(original), plan: planVersion, counters, sites: JSON.stringify(sites) }
  planter.finish(preamble(names, info, { ...planter.needs, shadowedGlobal: false }))
  return { code: edits.apply(), map: edits.map(path) as SourceMap, sites, warnings }
}

/** Where the code comes from. */
class Origin {
  readonly #lines: LineIndex
  readonly #map: TraceMap

  constructor(code: string, map: SourceMap) {
    this.#lines = new LineIndex(code)
    this.#map = new TraceMap(map as ConstructorParameters<typeof TraceMap>[0])
  }

  /** Something of the original starts right here: the nearest mapping before is not enough. */
  isExact(offset: number): boolean {
    const { line, column } = this.#lines.position(offset)
    const segment = traceSegment(this.#map, line - 1, column)
    return segment !== null && segment.length > 1 && segment[0] === column
  }

  /** The sites at their original positions. */
  map(sites: FileSites): FileSites {
    return {
      counters: sites.counters,
      statements: sites.statements.map((site) => ({ ...site, range: this.#range(site.range) })),
      functions: sites.functions.map((site) => ({ ...site, head: this.#range(site.head), body: this.#range(site.body) })),
      branches: sites.branches.map((site) => ({
        ...site,
        range: this.#range(site.range),
        arms: site.arms.map((arm) => ({ ...arm, range: arm.range && this.#range(arm.range) })),
      })),
    }
  }

  #range({ start, end }: Range): Range {
    const from = this.#position(start) ?? { line: 1, column: 0 }
    const last = this.#position({ line: end.line, column: Math.max(0, end.column - 1) })
    const isBehind = last !== null && (last.line > from.line || (last.line === from.line && last.column >= from.column))
    return { start: from, end: isBehind ? { line: last.line, column: last.column + 1 } : from }
  }

  #position({ line, column }: Position): Position | null {
    const found = originalPositionFor(this.#map, { line, column })
    return found.line === null ? null : { line: found.line, column: found.column }
  }
}
