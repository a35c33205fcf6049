/** `tstrace/instrument`: probes for a text, and the counts of those that ran. */
export type { SourceMap } from './insertions.ts'
export { type InstrumentOptions, type InstrumentResult, instrument } from './instrument.ts'
export type { Transpiler } from './mapped-offsets.ts'
export type { CoverageText } from './coverage-strategy.ts'
export type { Slug, Warning } from '../model/error.ts'
export type { FilePath } from '../model/counts.ts'
export type {
  BranchArm,
  BranchKind,
  BranchSite,
  Column,
  CounterIndex,
  FileSites,
  FunctionKind,
  FunctionSite,
  Line,
  Position,
  Range,
  StatementSite,
} from '../model/sites.ts'
export { type FileCounters, readCounts } from '../runtime/read-counts.ts'
export type { Language, SourceType } from '../source/parse.ts'
