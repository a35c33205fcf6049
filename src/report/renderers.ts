import type { Report } from '../model/analysis.ts'
import type { PrintItem } from '../model/options.ts'
import { renderCallers } from './callers.ts'
import { renderFunctions } from './functions.ts'
import type { RowOptions } from './functions.ts'
import { renderSummary } from './summary.ts'

/** The reports that are one text, ready for a file or a terminal. `trace` is not among them: it is printed as it happens. */
export type RendererName = Exclude<PrintItem, 'trace'>

/** A pure function of the data; '' when there is nothing to tell. */
export type Renderer = (report: Report, options: RowOptions) => string

/** Every text report by the name that `print` gives it. */
export const renderers: Readonly<Record<RendererName, Renderer>> = {
  summary: renderSummary,
  functions: renderFunctions,
  callers: renderCallers,
}
