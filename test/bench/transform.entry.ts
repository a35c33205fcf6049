/** The transform as hosts have it, in one file, to be timed by transform.worker.mjs. */
import { instrumentBy } from '../../src/instrument/instrument.ts'
import type { InstrumentOptions, InstrumentResult } from '../../src/instrument/instrument.ts'
import { createParseToBuffer, parseToJson } from '../../src/source/parse.ts'

type Instrument = (code: string, options: InstrumentOptions) => InstrumentResult

/** As in Vitest's main process, and as in Jest's workers and on the command line. */
export const transforms: { buffer: Instrument; json: Instrument } = {
  buffer: instrumentBy.bind(null, createParseToBuffer()),
  json: instrumentBy.bind(null, parseToJson),
}
