import type { Report } from '../model/analysis.ts'
import type { ReportItem } from '../model/options.ts'
import { renderCallers } from './callers.ts'
import { renderFunctions } from './functions.ts'
import type { RowOptions } from './functions.ts'
import { renderSummary } from './summary.ts'

/** A pure function of the data; '' when there is nothing to tell. */
export type Renderer = (report: Report, options: RowOptions) => string

/** Every text report by the name that `print` gives it. */
export const renderers: Readonly<Record<ReportItem, Renderer>> = {
  summary: renderSummary,
  functions: renderFunctions,
  callers: renderCallers,
}
