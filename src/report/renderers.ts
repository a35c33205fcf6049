import type { Report } from '../model/analysis.ts'
import type { ReportItem } from '../options/options.ts'
import { renderCallers } from './callers.ts'
import { renderFunctions } from './functions.ts'
import type { RowOptions } from './functions.ts'
import { renderSummary } from './summary.ts'

/** A pure function of the data; '' when there is nothing to tell. */
export type Renderer = (report: Report, options: RowOptions) => string

/** Every text report by the name that `print` gives it. */
export const renderers: Readonly<Record<ReportItem, Renderer>> = {
  summary: renderSummary,
  functions: (report, options) => [...renderFunctions(report, options)].join(''),
  callers: (report, options) => [...renderCallers(report, options)].join(''),
}

/** The same in pieces: the whole may be longer than is good for memory. */
export const renderPieces: Readonly<Record<ReportItem, (...args: Parameters<Renderer>) => Iterable<string>>> = {
  summary: (report, options) => [renderSummary(report, options)],
  functions: renderFunctions,
  callers: renderCallers,
}
