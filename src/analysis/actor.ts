import type { Actor } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import type { Position } from '../model/sites.ts'
import { compareText } from '../model/order.ts'

/** The file an actor belongs to; `<external>` for a context of none. */
export function actorFile(actor: Actor): FilePath {
  return ('context' in actor ? actor.file : actor.path) ?? '<external>'
}

/** By file, module and name. A context has no module, so it comes before its file's functions. */
export function compareNames(a: Actor, b: Actor): number {
  if (a === b) return 0
  const byFile = compareText(actorFile(a), actorFile(b))
  if (byFile !== 0) return byFile
  return compareText(moduleOf(a), moduleOf(b)) || compareText(nameOf(a), nameOf(b))
}

/** By file, module, name and place. */
export function compareActors(a: Actor, b: Actor): number {
  return compareNames(a, b) || comparePlaces(placeOf(a), placeOf(b))
}

function moduleOf(actor: Actor): string {
  return 'context' in actor ? '' : actor.module
}

function nameOf(actor: Actor): string {
  return 'context' in actor ? actor.context : actor.name
}

const nowhere: Position = { line: 0, column: 0 }

function placeOf(actor: Actor): Position {
  return 'context' in actor ? nowhere : actor.at
}

function comparePlaces(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column
}

/** `12:5`, both counted from 1, as in stack traces and editors. */
export function formatPosition({ line, column }: Position): string {
  return `${line}:${column + 1}`
}
