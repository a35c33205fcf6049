import type { FileReport, Report } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import { moduleName } from '../model/paths.ts'
import type { RowOptions } from './functions.ts'
import { sortBy } from '../analysis/sort-by.ts'
import { escapeControls } from '../model/safe.ts'
import { formatRanges } from '../analysis/missing-lines.ts'
import { findGaps } from '../analysis/never-ran.ts'
import { countTotals, lineRatio, percentage } from '../analysis/totals.ts'

/**
 * `lines   cov%   module   (path)`, a row a file: how many lines could run, and how many percent of them did. Those that could not
 * be instrumented come last, with question marks. A file with no such line (only types, only exports of others) has none
 * missing. It has no row in Python's trace; there a file is also 100% for want of `missing`, which it never is here.
 */
export function renderSummary(report: Report, { pythonCompat, brief }: RowOptions): string[] {
  const files = sortBy(report.files, ({ module, path }) => [module, path])
  const hasRow = (file: FileReport): boolean =>
    lineRatio(file).total > 0 || !(pythonCompat || report.uncounted.includes(file.path))
  const counted = files.filter(hasRow).map(summaryRow)
  const rows = [...counted, ...(pythonCompat ? [] : report.uncounted.map(uncountedRow))]
  if (rows.length === 0) return []
  const more = pythonCompat || brief ? [] : [...totalRows(report), ...gapRows(report)]
  return ['lines   cov%   module   (path)', ...rows, ...more].map((row) => `${row}\n`)
}

function totalRows(report: Report): string[] {
  const { files, lines, functions, arms } = countTotals(report)
  const parts = Object.entries({ lines, functions, branches: arms }).map(
    ([name, ratio]) => `${ratio.hit} of ${ratio.total} ${name}${ratio.total > 0 ? ` (${percentage(ratio)}%)` : ''}`,
  )
  return ['', `total of ${files} file${files === 1 ? '' : 's'}: ${parts.join(', ')}`]
}

/** What never ran of each file. */
function gapRows(report: Report): string[] {
  const rows = findGaps(report).map(({ file, lines, functions, arms, ranges, branchLines }) => {
    const numbers = `${pad(lines, 5)}   ${pad(functions, 9)}   ${pad(arms, 8)}`
    const name = escapeControls(`${file.module}   (${file.path})`)
    const where = [
      ...(ranges.length > 0 ? [`lines ${formatRanges(ranges)}`] : []),
      ...(branchLines.length > 0 ? [`branches at ${branchLines.join(', ')}`] : []),
    ]
    return [`${numbers}   ${name}`, ...where].join('   ')
  })
  return rows.length === 0
    ? []
    : ['', 'never ran, most lines first:', 'lines   functions   branches   module   (path)', ...rows]
}

function pad(number: number, width: number): string {
  return String(number).padStart(width)
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
