export { type InstrumentOptions, type InstrumentResult, type SourceMap, instrument } from './instrument.ts'
export type { Warning } from '../model/error.ts'
export type { FileSites } from '../model/sites.ts'
