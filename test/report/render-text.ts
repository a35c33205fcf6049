/** The texts of the report as strings. */
import { renderCallers } from '../../src/formats/callers.ts'
import { type RowOptions, renderFunctions } from '../../src/formats/functions.ts'
import { renderSummary } from '../../src/formats/summary.ts'
import type { Report } from '../../src/model/analysis.ts'
import type { ReportItem } from '../../src/options/options.ts'

type Render = (report: Report, options: RowOptions) => string

export const renderers: Readonly<Record<ReportItem, Render>> = {
  summary: (report, options) => renderSummary(report, options).join(''),
  functions: (report, options) => [...renderFunctions(report, options)].join(''),
  callers: (report, options) => [...renderCallers(report, options)].join(''),
}
