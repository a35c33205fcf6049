import type { FileReport, Report } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import type { Line } from '../model/sites.ts'
import { countedLines } from './totals.ts'
import { sortBy } from './sort-by.ts'

/** Both ends included. Lines in between that cannot run do not break a range. */
export interface LineRange {
  first: Line
  last: Line
}

export interface MissingLines {
  path: FilePath
  /** How many executable lines never ran. */
  count: number
  ranges: LineRange[]
}

/** The files that have lines which never ran, those with most of them first. */
export function findMissingLines(report: Report): MissingLines[] {
  const files = report.files.map(missingOfFile).filter(({ count }) => count > 0)
  return sortBy(files, ({ count, path }) => [-count, path])
}

function missingOfFile(file: FileReport): MissingLines {
  const lines = countedLines(file)
  return { path: file.path, count: lines.filter(({ count }) => count === 0).length, ranges: missingRanges(lines) }
}

function missingRanges(lines: FileReport['lines']): LineRange[] {
  const ranges: LineRange[] = []
  let open: LineRange | null = null
  for (const { line, count } of lines) {
    if (count > 0) open = null
    else if (open) open.last = line
    else ranges.push((open = { first: line, last: line }))
  }
  return ranges
}

/** `12-14, 30`: the first `most` ranges, with `, ...` when there are more. */
export function formatRanges(ranges: readonly LineRange[], most: number): string {
  const shown = ranges.slice(0, most).map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`))
  return [...shown, ...(ranges.length > most ? ['...'] : [])].join(', ')
}
