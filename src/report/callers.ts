import type { Actor, Call, Report } from '../model/analysis.ts'
import { actorFile, actorKeys, formatPosition } from './actor.ts'
import type { RowOptions } from './functions.ts'
import { findNamesakes } from './namesakes.ts'
import type { IsNamesake } from './namesakes.ts'
import { sortBy } from './order.ts'
import { escapeControls } from '../model/safe.ts'

/**
 * Who called whom, under `*** FILE ***` of the caller and, where it is another one, `  --> FILE` of the callee:
 * `    src/cart.Cart.total -> src/price.tax  x12`. A test's context stands under its test file. Pairs within the file
 * come first, so none can stand under another file's heading (Python's fault); the rest is in Python's order.
 */
export function renderCallers(report: Report, options: RowOptions): string {
  const rows = options.pythonCompat ? pythonRows(report) : countedRows(report)
  return rows === '' ? '' : `\ncalling relationships:\n${rows}`
}

function countedRows(report: Report): string {
  const isNamesake = findNamesakes(report)
  const nameActor = once((actor) => escapeControls(actorName(actor) + actorPlace(actor, isNamesake)))
  const textOf = ({ caller, callee, count }: Call) => `${nameActor(caller)} -> ${nameActor(callee)}  x${count}`
  return renderRows(sortCalls(report.calls, actorKeys), textOf)
}

/** Python knows functions by name alone: what reads the same is one row. */
function pythonRows(report: Report): string {
  const nameActor = once((actor) => escapeControls(actorName(actor)))
  const textOf = ({ caller, callee }: Call) => `${nameActor(caller)} -> ${nameActor(callee)}`
  const calls = sortCalls(report.calls, (actor) => actorKeys(actor).slice(0, 3))
  const isSame = (a: Call, b: Call | undefined): boolean =>
    b !== undefined && textOf(a) === textOf(b) && isSameFile(a.caller, b.caller) && isSameFile(a.callee, b.callee)
  return renderRows(
    calls.filter((call, index) => !isSame(call, calls[index - 1])),
    textOf,
  )
}

/** By the caller's file, then pairs within the file before others, then by caller and callee. */
function sortCalls(calls: readonly Call[], keysOf: (actor: Actor) => ActorKey[]): Call[] {
  const ranks = rankActors(calls, keysOf)
  const files = rankActors(calls, (actor) => [actorFile(actor)])
  return calls.toSorted(
    (a, b) =>
      files.get(a.caller)! - files.get(b.caller)! ||
      elsewhere(a) - elsewhere(b) ||
      ranks.get(a.caller)! - ranks.get(b.caller)! ||
      ranks.get(a.callee)! - ranks.get(b.callee)! ||
      a.count - b.count,
  )
}

function elsewhere({ caller, callee }: Call): number {
  return isSameFile(caller, callee) ? 0 : 1
}

type ActorKey = string | number

/** Each actor's place in the order of their keys, equal for equal keys. Most stand in many calls, and are compared once. */
function rankActors(calls: readonly Call[], keysOf: (actor: Actor) => ActorKey[]): Map<Actor, number> {
  const actors = new Set<Actor>()
  for (const { caller, callee } of calls) actors.add(caller).add(callee)
  const ranks = new Map<Actor, number>()
  let [rank, last] = [0, '']
  for (const actor of sortBy([...actors], keysOf)) {
    const key = JSON.stringify(keysOf(actor))
    if (key !== last) rank++
    ranks.set(actor, rank)
    last = key
  }
  return ranks
}

/** Remembers what it made of each actor. */
function once(name: (actor: Actor) => string): (actor: Actor) => string {
  const known = new Map<Actor, string>()
  return (actor) => {
    const found = known.get(actor) ?? name(actor)
    known.set(actor, found)
    return found
  }
}

function actorName(actor: Actor): string {
  return 'context' in actor ? actor.context : `${actor.module}.${actor.name}`
}

/** Functions of one file that share a name are told apart: `src/cart.items.map() callback (12:5)`. */
function actorPlace(actor: Actor, isNamesake: IsNamesake): string {
  return 'context' in actor || !isNamesake(actor) ? '' : ` (${formatPosition(actor.at)})`
}

const rowsInBlock = 10_000

/** In blocks: as long as a row stands alone, it takes several times the memory of its text. */
function renderRows(calls: Call[], textOf: (call: Call) => string): string {
  const blocks: string[] = []
  let rows: string[] = []
  for (const [index, call] of calls.entries()) {
    rows.push(...headings(call, calls[index - 1]), `    ${textOf(call)}\n`)
    if (rows.length < rowsInBlock && index < calls.length - 1) continue
    blocks.push(rows.join(''))
    rows = []
  }
  return blocks.join('')
}

function headings(call: Call, above: Call | undefined): string[] {
  const newBlock = !above || !isSameFile(call.caller, above.caller)
  const caller = newBlock ? ['\n', `*** ${escapeControls(actorFile(call.caller))} ***\n`] : []
  const callee = !isSameFile(call.callee, call.caller) && (newBlock || !isSameFile(call.callee, above.callee))
  return callee ? [...caller, `  --> ${escapeControls(actorFile(call.callee))}\n`] : caller
}

function isSameFile(a: Actor, b: Actor): boolean {
  return actorFile(a) === actorFile(b)
}
