import type { Actor, Call, Report } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import { actorFile, actorKeys, formatPosition } from './actor.ts'
import type { RowOptions } from './functions.ts'
import { findNamesakes } from './namesakes.ts'
import type { IsNamesake } from './namesakes.ts'
import { sortBy } from './order.ts'
import { escapeControls } from './safe.ts'

interface Row {
  callerFile: FilePath
  calleeFile: FilePath
  /** Without indentation. */
  text: string
}

/**
 * Who called whom, under `*** FILE ***` of the caller and, where it is another one, `  --> FILE` of the callee:
 * `    src/cart.Cart.total -> src/price.tax  x12`. A test's context stands under its test file. Pairs within the file
 * come first, so none can stand under another file's heading (Python's fault); the rest is in Python's order.
 */
export function renderCallers(report: Report, { pythonCompat }: RowOptions): string {
  const rows = pythonCompat ? pythonRows(report) : countedRows(report)
  return rows.length === 0 ? '' : ['', 'calling relationships:', ...renderRows(rows), ''].join('\n')
}

function countedRows(report: Report): Row[] {
  const isNamesake = findNamesakes(report)
  const nameActor = (actor: Actor) => actorName(actor) + actorPlace(actor, isNamesake)
  return sortCalls(report.calls).map((call) => toRow(call, nameActor, `  x${call.count}`))
}

/** Python knows functions by name alone: what reads the same is one row. */
function pythonRows(report: Report): Row[] {
  const calls = report.calls.map((call) => ({
    ...call,
    caller: misplace(call.caller),
    callee: misplace(call.callee),
  }))
  const rows = sortCalls(calls).map((call) => toRow(call, actorName, ''))
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()]
}

function misplace<A extends Actor>(actor: A): A {
  return 'context' in actor ? actor : { ...actor, at: { line: 1, column: 0 } }
}

function sortCalls(calls: readonly Call[]): Call[] {
  return sortBy(calls, ({ caller, callee, count }) => {
    const [file, ...names] = actorKeys(caller)
    const elsewhere = file === callee.path ? 0 : 1
    return [file, elsewhere, ...names, ...actorKeys(callee), count]
  })
}

function toRow({ caller, callee }: Call, nameActor: (actor: Actor) => string, times: string): Row {
  const text = escapeControls(`${nameActor(caller)} -> ${nameActor(callee)}${times}`)
  return { callerFile: actorFile(caller), calleeFile: callee.path, text }
}

function actorName(actor: Actor): string {
  return 'context' in actor ? actor.context : `${actor.module}.${actor.name}`
}

/** Functions of one file that share a name are told apart: `src/cart.items.map() callback (12:5)`. */
function actorPlace(actor: Actor, isNamesake: IsNamesake): string {
  return 'context' in actor || !isNamesake(actor) ? '' : ` (${formatPosition(actor.at)})`
}

function renderRows(rows: Row[]): string[] {
  return rows.flatMap((row, index) => [...headings(row, rows[index - 1]), `    ${row.text}`])
}

function headings(row: Row, above: Row | undefined): string[] {
  const newBlock = row.callerFile !== above?.callerFile
  const caller = newBlock ? ['', `*** ${escapeControls(row.callerFile)} ***`] : []
  const elsewhere = row.calleeFile !== row.callerFile
  const callee = elsewhere && (newBlock || row.calleeFile !== above?.calleeFile)
  return callee ? [...caller, `  --> ${escapeControls(row.calleeFile)}`] : caller
}
