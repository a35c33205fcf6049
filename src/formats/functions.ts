import type { FileReport, FunctionReport, Report } from '../model/analysis.ts'
import { formatPosition } from '../analysis/actor.ts'
import { findNamesakes } from '../analysis/namesakes.ts'
import type { IsNamesake } from '../analysis/namesakes.ts'
import { type PlacedFunction, mostCalled, neverCalled } from '../analysis/never-ran.ts'
import { sortBy } from '../analysis/sort-by.ts'
import { escapeControls } from '../model/safe.ts'

export interface RowOptions {
  /** Rows as Python's trace prints them: without counts, and those that read the same only once. */
  pythonCompat: boolean
  /** Only what Python's trace has: no totals, nothing that never ran. */
  brief?: boolean
}

/**
 * The functions that ran, a row each: `filename: F, modulename: M, funcname: N  x12`. Functions of one file that share
 * a name are told apart by `, at: LINE:COLUMN`, both counted from 1. Empty when none ran, as in Python. In pieces, as there
 * may be many. Behind them stand what Python does not have: those that were called most, and those that never were.
 */
export function* renderFunctions(report: Report, { pythonCompat, brief }: RowOptions): Generator<string> {
  yield* renderCalled(report, pythonCompat)
  if (pythonCompat || brief) return
  const hot = mostCalled(report, mostShown)
  if (hot.length > 0) yield '\nfunctions called most:\n'
  for (const one of hot) yield `${String(one.count).padStart(8)}  ${placedName(one)}\n`
  const unused = neverCalled(report)
  if (unused.length > 0) yield '\nfunctions never called:\n'
  for (const one of unused) yield `          ${placedName(one)}\n`
}

const mostShown = 10

function placedName({ file, name, at }: PlacedFunction): string {
  return escapeControls(`${file.module}.${name}   (${file.path}:${formatPosition(at)})`)
}

function* renderCalled(report: Report, pythonCompat: boolean): Generator<string> {
  const isNamesake = findNamesakes(report)
  let head = '\nfunctions called:\n'
  for (const file of sortBy(report.files, ({ path, module }) => [path, module])) {
    const rows = calledFunctions(file).map((called) => {
      const name = nameFunction(file, called)
      return pythonCompat ? name : `${name}${place(file, called, isNamesake)}  x${called.count}`
    })
    if (rows.length === 0) continue
    const shown = pythonCompat ? [...new Set(rows)] : rows
    yield `${head}${shown.join('\n')}\n`
    head = ''
  }
}

function calledFunctions({ functions }: FileReport): FunctionReport[] {
  return sortBy(
    functions.filter(({ count }) => count > 0),
    ({ name, at }) => [name, at.line, at.column],
  )
}

function nameFunction({ path, module }: FileReport, { name }: FunctionReport): string {
  return escapeControls(`filename: ${path}, modulename: ${module}, funcname: ${name}`)
}

function place({ path }: FileReport, { name, at }: FunctionReport, isNamesake: IsNamesake): string {
  return isNamesake({ path, name, at }) ? `, at: ${formatPosition(at)}` : ''
}
