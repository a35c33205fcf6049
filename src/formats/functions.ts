import type { FileReport, FunctionReport, Report } from '../model/analysis.ts'
import { formatPosition } from '../analysis/actor.ts'
import { findNamesakes } from '../analysis/namesakes.ts'
import type { IsNamesake } from '../analysis/namesakes.ts'
import { sortBy } from '../analysis/sort-by.ts'
import { escapeControls } from '../model/safe.ts'

export interface RowOptions {
  /** Rows as Python's trace prints them: without counts, and those that read the same only once. */
  pythonCompat: boolean
}

/**
 * The functions that ran, a row each: `filename: F, modulename: M, funcname: N  x12`. Functions of one file that share
 * a name are told apart by `, at: LINE:COLUMN`, both counted from 1. Empty when none ran, as in Python. In pieces, as there
 * may be many.
 */
export function* renderFunctions(report: Report, { pythonCompat }: RowOptions): Generator<string> {
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
