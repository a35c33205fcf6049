/**
 * Instruments the output of another plugin (a compiled component), whose source has no plain text to plant probes
 * into. Positions are looked up in the incoming map, here and never later. Code without an original position gets no probe.
 */
import type { Warning } from '../model/error.ts'
import { hashText } from '../model/hash.ts'
import { type Parse, parseToJson } from '../source/parse.ts'
import { isTooLarge } from '../source/too-large.ts'
import type { SourceMap } from './insertions.ts'
import { type InstrumentOptions, type InstrumentResult, instrumentText, unparsed } from './instrument.ts'
import { Origin } from './origin.ts'

export interface OutputOptions extends Pick<
  InstrumentOptions,
  'path' | 'source' | 'callers' | 'trace' | 'runtime' | 'recorder' | 'sourceType' | 'maxSize'
> {
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
  const { path, source = path, original, map, callers, trace, runtime, coverage, parse = parseToJson } = options
  const { recorder, sourceType = 'module' } = options
  const problem = isTooLarge(code, options.maxSize)
  if (problem) return unparsed(code, path, problem)
  const origin = new Origin(code, original, { path, map })
  if (!origin.isKnown) return { code, map: null, sites: null, warnings: [withoutMap(path)] }
  const named = recorder === undefined ? {} : { recorder }
  const shared = { path, source, callers, trace, runtime, ...named, coverage: coverage === true && 'plain' } as const
  return instrumentText(code, { ...shared, language: 'ts', sourceType, hash: hashText(code), parse }, origin)
}

function withoutMap(path: string): Warning {
  const message = `Cannot trace "${path}": the plugin that compiled it gives no source map, so nothing says where its lines went. It runs as it is, and nothing in it is counted.`
  return { slug: 'no-map', message, uncounted: path }
}
