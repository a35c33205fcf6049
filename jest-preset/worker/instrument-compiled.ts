/** Instruments the output of a transformer, for a file whose own text we cannot parse: Flow, a component. */
import type { TransformedSource } from '@jest/transform'
import type { SourceMap } from '../../src/instrument/index.ts'
import { type OutputOptions, instrumentOutput } from '../../src/instrument/output.ts'
import type { Warning } from '../../src/model/error.ts'
import { composeMaps, splitMap } from './compose-maps.ts'

export interface InstrumentedOutput {
  result: TransformedSource
  warnings: Warning[]
}

export function instrumentCompiled(
  result: TransformedSource,
  options: Pick<OutputOptions, 'path' | 'callers' | 'trace' | 'runtime' | 'original' | 'coverage'>,
  more: object,
): InstrumentedOutput {
  const { code, map } = splitMap(result)
  const noMap: SourceMap = { version: 3, sources: [], names: [], mappings: '' }
  const instrumented = instrumentOutput(code, { ...options, map: map ?? noMap })
  return {
    result: map && instrumented.map ? composeMaps(instrumented, map, more) : result,
    warnings: instrumented.warnings,
  }
}
