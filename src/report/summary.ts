import type { FileReport, Report } from '../model/analysis.ts'
import { sortBy } from './order.ts'
import { escapeControls } from '../model/safe.ts'
import { lineShare, percentage } from './totals.ts'

/**
 * `lines   cov%   module   (path)`, a row a file: how many lines could run, and how many percent of them did. As in
 * Python's trace a file with no such line (only types) has no row; unlike there, it is never 100% for want of `missing`.
 */
export function renderSummary(report: Report): string {
  const files = sortBy(report.files, ({ module, path }) => [module, path])
  const rows = files.filter(({ lines }) => lines.length > 0).map(summaryRow)
  return rows.length === 0 ? '' : ['lines   cov%   module   (path)', ...rows, ''].join('\n')
}

function summaryRow(file: FileReport): string {
  const share = lineShare(file)
  const lines = String(share.whole).padStart(5)
  const percent = String(percentage(share)).padStart(3)
  return `${lines}   ${percent}%   ${escapeControls(file.module)}   (${escapeControls(file.path)})`
}
