import type { Actor, Calls, Report } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import { actorFile, compareNames, formatPosition } from '../analysis/actor.ts'
import type { RowOptions } from './functions.ts'
import { groupBy } from '../analysis/sort-by.ts'
import { findNamesakes } from '../analysis/namesakes.ts'
import type { IsNamesake } from '../analysis/namesakes.ts'
import { escapeControls } from '../model/safe.ts'

/**
 * Who called whom, under `*** FILE ***` of the caller and, where it is another one, `  --> FILE` of the callee:
 * `    src/cart.Cart.total -> src/price.tax  x12`. A test's context stands under its test file. Pairs within the file
 * come first, so none can stand under another file's heading (Python's fault); the rest is in Python's order. In pieces, as
 * there may be millions of pairs.
 */
export function* renderCallers(report: Report, { pythonCompat }: RowOptions): Generator<string> {
  const { calls } = report
  if (calls.counts.length === 0) return
  yield '\ncalling relationships:\n'
  const render = pythonCompat ? pythonRenderer(calls) : countingRenderer(report)
  for (const rows of rowsByCallersFile(calls)) yield render(rows)
}

type Row = number

/** The text of rows that have one caller's file. */
type RenderRows = (rows: Row[]) => string

function countingRenderer(report: Report): RenderRows {
  const { calls } = report
  const { actors, callers, callees, counts } = calls
  const isNamesake = findNamesakes(report)
  const nameOf = once(actors, (actor) => escapeControls(actorName(actor) + actorPlace(actor, isNamesake)))
  const textOf = (row: Row) => `${nameOf(callers[row]!)} -> ${nameOf(callees[row]!)}  x${counts[row]}`
  return (rows) => {
    const { single, many } = splitTests(calls, rows)
    const lines = [
      ...single.map((row): Line => ({ file: calleesFile(calls, row), text: textOf(row) })),
      ...many.map(({ callee, tests, count }): Line => {
        return { file: actorFile(actors[callee]!), text: `${tests} tests -> ${nameOf(callee)}  x${count}` }
      }),
    ]
    return renderLines(callersFile(calls, rows[0]!), lines)
  }
}

interface Line {
  /** Of the callee. */
  file: FilePath
  text: string
}

/** A heading for each file: calls within the caller's own first, the others by their names. */
function renderLines(caller: FilePath, lines: Line[]): string {
  const byFile = groupBy(lines, ({ file }) => file)
  const others = [...byFile.keys()].filter((file) => file !== caller).sort()
  const blocks = [caller, ...others].map((file) => {
    const heading = file === caller ? '' : `  --> ${escapeControls(file)}\n`
    return `${heading}${(byFile.get(file) ?? []).map(({ text }) => `    ${text}\n`).join('')}`
  })
  return `\n*** ${escapeControls(caller)} ***\n${blocks.join('')}`
}

/** More tests of a file than these that call one function are one row. */
const testsShown = 5

interface ManyTests {
  callee: number
  tests: number
  count: number
}

function splitTests(calls: Calls, rows: Row[]): { single: Row[]; many: ManyTests[] } {
  const { actors, callers, callees, counts } = calls
  const isTest = (row: Row): boolean => {
    const caller = actors[callers[row]!]!
    return 'context' in caller && caller.context.startsWith('test "')
  }
  const byCallee = groupBy(rows.filter(isTest), (row) => String(callees[row]!))
  const isOneOfMany = (row: Row): boolean =>
    isTest(row) && (byCallee.get(String(callees[row]!))?.length ?? 0) > testsShown
  const many = [...byCallee].filter(([, ofCallee]) => ofCallee.length > testsShown)
  return {
    single: rows.filter((row) => !isOneOfMany(row)),
    many: many.map(([, ofCallee]) => {
      const count = ofCallee.reduce((sum, row) => sum + counts[row]!, 0)
      return { callee: callees[ofCallee[0]!]!, tests: ofCallee.length, count }
    }),
  }
}

/** Python knows functions by name alone: what reads the same is one row. */
function pythonRenderer(calls: Calls): RenderRows {
  const { actors, callers, callees } = calls
  const nameOf = once(actors, (actor) => escapeControls(actorName(actor)))
  const firsts = firstOfEachName(actors)
  const byNames = (a: Row, b: Row): number =>
    firsts[callers[a]!]! - firsts[callers[b]!]! || firsts[callees[a]!]! - firsts[callees[b]!]!
  const textOf = (row: Row) => `${nameOf(callers[row]!)} -> ${nameOf(callees[row]!)}`
  const isSame = (row: Row, above: Row | undefined): boolean =>
    above !== undefined && textOf(row) === textOf(above) && calleesFile(calls, row) === calleesFile(calls, above)
  return (rows) => {
    const sorted = withinFirst(calls, rows.sort(byNames))
    return renderRows(
      calls,
      sorted.filter((row, index) => !isSame(row, sorted[index - 1])),
      textOf,
    )
  }
}

function* rowsByCallersFile(calls: Calls): Generator<Row[]> {
  let rows: Row[] = []
  for (let row = 0; row < calls.counts.length; row++) {
    if (rows.length > 0 && callersFile(calls, row) !== callersFile(calls, row - 1)) {
      yield rows
      rows = []
    }
    rows.push(row)
  }
  yield rows
}

/** Calls within the file before others. */
function withinFirst(calls: Calls, rows: Row[]): Row[] {
  const isWithin = (row: Row): boolean => callersFile(calls, row) === calleesFile(calls, row)
  return [...rows.filter(isWithin), ...rows.filter((row) => !isWithin(row))]
}

/** For each of the sorted actors, the first one of the same name in the same file. */
function firstOfEachName(actors: Actor[]): Uint32Array {
  const firsts = new Uint32Array(actors.length)
  for (let index = 1; index < actors.length; index++) {
    const isNext = compareNames(actors[index - 1]!, actors[index]!) !== 0
    firsts[index] = isNext ? index : firsts[index - 1]!
  }
  return firsts
}

/** Remembers what it made of each actor. */
function once(actors: Actor[], name: (actor: Actor) => string): (actor: number) => string {
  const known: (string | undefined)[] = Array.from({ length: actors.length })
  return (actor) => (known[actor] ??= name(actors[actor]!))
}

function actorName(actor: Actor): string {
  return 'context' in actor ? actor.context : `${actor.module}.${actor.name}`
}

/** Functions of one file that share a name are told apart: `src/cart.items.map() callback (12:5)`. */
function actorPlace(actor: Actor, isNamesake: IsNamesake): string {
  return 'context' in actor || !isNamesake(actor) ? '' : ` (${formatPosition(actor.at)})`
}

function renderRows(calls: Calls, rows: Row[], textOf: (row: Row) => string): string {
  let text = ''
  for (const [index, row] of rows.entries()) text += `${headings(calls, row, rows[index - 1])}    ${textOf(row)}\n`
  return text
}

function headings(calls: Calls, row: Row, above: Row | undefined): string {
  const [caller, callee] = [callersFile(calls, row), calleesFile(calls, row)]
  const ofCaller = above === undefined ? `\n*** ${escapeControls(caller)} ***\n` : ''
  const isElsewhere = callee !== caller && (above === undefined || callee !== calleesFile(calls, above))
  return isElsewhere ? `${ofCaller}  --> ${escapeControls(callee)}\n` : ofCaller
}

function callersFile({ actors, callers }: Calls, row: Row): FilePath {
  return actorFile(actors[callers[row]!]!)
}

function calleesFile({ actors, callees }: Calls, row: Row): FilePath {
  return actorFile(actors[callees[row]!]!)
}
