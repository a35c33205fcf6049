import type { Actor, Call, Report } from '../model/analysis.ts'
import { actorFile, compareActors, compareNames, formatPosition } from './actor.ts'
import type { RowOptions } from './functions.ts'
import { findNamesakes } from './namesakes.ts'
import type { IsNamesake } from './namesakes.ts'
import { groupBy } from './order.ts'
import { escapeControls } from '../model/safe.ts'

/**
 * Who called whom, under `*** FILE ***` of the caller and, where it is another one, `  --> FILE` of the callee:
 * `    src/cart.Cart.total -> src/price.tax  x12`. A test's context stands under its test file. Pairs within the file
 * come first, so none can stand under another file's heading (Python's fault); the rest is in Python's order. In pieces, as
 * there may be millions of pairs.
 */
export function* renderCallers(report: Report, { pythonCompat }: RowOptions): Generator<string> {
  if (report.calls.length === 0) return
  yield '\ncalling relationships:\n'
  const rowsOf = pythonCompat ? pythonRows() : countedRows(report)
  for (const calls of groupByCallersFile(report.calls)) yield rowsOf(calls)
}

/** Of the calls of one file. */
type RowsOf = (calls: Call[]) => string

function countedRows(report: Report): RowsOf {
  const isNamesake = findNamesakes(report)
  const nameActor = once((actor) => escapeControls(actorName(actor) + actorPlace(actor, isNamesake)))
  const textOf = ({ caller, callee, count }: Call) => `${nameActor(caller)} -> ${nameActor(callee)}  x${count}`
  return (calls) => renderRows(sortCalls(calls, compareActors), textOf)
}

/** Python knows functions by name alone: what reads the same is one row. */
function pythonRows(): RowsOf {
  const nameActor = once((actor) => escapeControls(actorName(actor)))
  const textOf = ({ caller, callee }: Call) => `${nameActor(caller)} -> ${nameActor(callee)}`
  const isSame = (a: Call, b: Call | undefined): boolean =>
    b !== undefined && textOf(a) === textOf(b) && isSameFile(a.caller, b.caller) && isSameFile(a.callee, b.callee)
  return (calls) => {
    const sorted = sortCalls(calls, compareNames)
    return renderRows(
      sorted.filter((call, index) => !isSame(call, sorted[index - 1])),
      textOf,
    )
  }
}

function groupByCallersFile(calls: readonly Call[]): Call[][] {
  const files = groupBy(calls, ({ caller }) => actorFile(caller))
  return [...files.keys()].sort().map((file) => files.get(file) ?? [])
}

/** Those within the file before others, then by caller and callee. */
function sortCalls(calls: Call[], compare: (a: Actor, b: Actor) => number): Call[] {
  const [within, elsewhere] = [calls.filter(isWithin), calls.filter((call) => !isWithin(call))]
  const byActors = (a: Call, b: Call): number =>
    compare(a.caller, b.caller) || compare(a.callee, b.callee) || a.count - b.count
  return [...within.sort(byActors), ...elsewhere.sort(byActors)]
}

function isWithin({ caller, callee }: Call): boolean {
  return isSameFile(caller, callee)
}

/** Remembers what it made of each actor. */
function once(name: (actor: Actor) => string): (actor: Actor) => string {
  const known = new Map<Actor, string>()
  return (actor) => {
    const found = known.get(actor)
    if (found !== undefined) return found
    const made = name(actor)
    known.set(actor, made)
    return made
  }
}

function actorName(actor: Actor): string {
  return 'context' in actor ? actor.context : `${actor.module}.${actor.name}`
}

/** Functions of one file that share a name are told apart: `src/cart.items.map() callback (12:5)`. */
function actorPlace(actor: Actor, isNamesake: IsNamesake): string {
  return 'context' in actor || !isNamesake(actor) ? '' : ` (${formatPosition(actor.at)})`
}

function renderRows(calls: Call[], textOf: (call: Call) => string): string {
  let rows = ''
  for (const [index, call] of calls.entries()) rows += `${headings(call, calls[index - 1])}    ${textOf(call)}\n`
  return rows
}

function headings(call: Call, above: Call | undefined): string {
  const caller = above ? '' : `\n*** ${escapeControls(actorFile(call.caller))} ***\n`
  const isElsewhere = !isSameFile(call.callee, call.caller) && !(above && isSameFile(call.callee, above.callee))
  return isElsewhere ? `${caller}  --> ${escapeControls(actorFile(call.callee))}\n` : caller
}

function isSameFile(a: Actor, b: Actor): boolean {
  return actorFile(a) === actorFile(b)
}
