import type { FileReport, Report } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import { moduleName } from '../model/paths.ts'
import type { RowOptions } from './functions.ts'
import { sortBy } from '../analysis/sort-by.ts'
import { escapeControls } from '../model/safe.ts'
import { lineRatio, percentage } from '../analysis/totals.ts'

/**
 * `lines   cov%   module   (path)`, a row a file: how many lines could run, and how many percent of them did. Those that could not
 * be instrumented come last, with question marks. A file with no such line (only types, only exports of others) has none
 * missing. It has no row in Python's trace; there a file is also 100% for want of `missing`, which it never is here.
 */
export function renderSummary(report: Report, { pythonCompat }: RowOptions): string[] {
  const files = sortBy(report.files, ({ module, path }) => [module, path])
  const hasRow = (file: FileReport): boolean =>
    lineRatio(file).total > 0 || !(pythonCompat || report.uncounted.includes(file.path))
  const counted = files.filter(hasRow).map(summaryRow)
  const rows = [...counted, ...(pythonCompat ? [] : report.uncounted.map(uncountedRow))]
  return rows.length === 0 ? [] : ['lines   cov%   module   (path)', ...rows].map((row) => `${row}\n`)
}

function uncountedRow(path: FilePath): string {
  return `    ?     ?%   ${escapeControls(moduleName(path))}   (${escapeControls(path)})`
}

function summaryRow(file: FileReport): string {
  const ratio = lineRatio(file)
  const lines = String(ratio.total).padStart(5)
  const percent = String(ratio.total === 0 ? 100 : percentage(ratio)).padStart(3)
  return `${lines}   ${percent}%   ${escapeControls(file.module)}   (${escapeControls(file.path)})`
}
