/** What of a report never ran, the most telling first. */
import type { FileReport, FunctionReport, Report } from '../model/analysis.ts'
import type { Line } from '../model/sites.ts'
import { type LineRange, missingOfFile } from './missing-lines.ts'
import { sortBy } from './sort-by.ts'
import { isFunction } from './totals.ts'

export interface PlacedFunction extends FunctionReport {
  file: FileReport
}

/** Those of files that did run come first: of the others, nothing ran at all. */
export function neverCalled({ files }: Report): PlacedFunction[] {
  const found = files.flatMap((file) => file.functions.filter(isUnused).map((one) => ({ ...one, file })))
  const loaded = new Set(files.filter(({ functions }) => functions.some(({ count }) => count > 0)))
  return sortBy(found, ({ file, at }) => [loaded.has(file) ? 0 : 1, file.path, at.line, at.column])
}

/** The functions that were called most often. */
export function mostCalled({ files }: Report, most: number): PlacedFunction[] {
  const found = files.flatMap((file) => file.functions.filter(wasCalled).map((one) => ({ ...one, file })))
  return sortBy(found, ({ count, file, at }) => [-count, file.path, at.line, at.column]).slice(0, most)
}

export interface FileGaps {
  file: FileReport
  lines: number
  functions: number
  arms: number
  ranges: LineRange[]
  /** Lines of branches with an arm that was never taken. */
  branchLines: Line[]
}

/** The files of which something never ran. */
export function findGaps({ files }: Report): FileGaps[] {
  const gaps = files.map(gapsOf).filter(({ lines, functions, arms }) => lines + functions + arms > 0)
  return sortBy(gaps, ({ lines, functions, arms, file }) => [-lines, -functions, -arms, file.path])
}

function gapsOf(file: FileReport): FileGaps {
  const { count: lines, ranges } = missingOfFile(file)
  const functions = file.functions.filter(isUnused).length
  const branchLines = [...new Set(file.missedArms?.map(({ line }) => line))].sort((a, b) => a - b)
  return { file, lines, functions, arms: file.arms.total - file.arms.hit, ranges, branchLines }
}

function isUnused(one: FunctionReport): boolean {
  return one.count === 0 && isFunction(one)
}

function wasCalled(one: FunctionReport): boolean {
  return one.count > 0 && isFunction(one)
}
