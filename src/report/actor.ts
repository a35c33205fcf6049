import type { Actor } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import type { Position } from '../model/sites.ts'

/** The file an actor belongs to; `<external>` for a context of none. */
export function actorFile(actor: Actor): FilePath {
  return ('context' in actor ? actor.file : actor.path) ?? '<external>'
}

/** What actors are sorted by: file, module, name, place. A context has no module, so it comes before its file's functions. */
export function actorKeys(actor: Actor): [FilePath, string, string, number, number] {
  if ('context' in actor) return [actorFile(actor), '', actor.context, 0, 0]
  return [actor.path, actor.module, actor.name, actor.at.line, actor.at.column]
}

/** `12:5`, both counted from 1, as in stack traces and editors. */
export function formatPosition({ line, column }: Position): string {
  return `${line}:${column + 1}`
}
