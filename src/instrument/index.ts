export type { SourceMap } from './insertions.ts'
export { type InstrumentOptions, type InstrumentResult, instrument } from './instrument.ts'
export type { Warning } from '../model/error.ts'
export type { FileSites } from '../model/sites.ts'
