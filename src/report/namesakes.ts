import type { Report } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import type { Position } from '../model/sites.ts'
import { formatPosition } from './actor.ts'

interface NamedFunction {
  path: FilePath
  name: string
  at: Position
}

/** Whether another function of the same file has the same name, so that a report must say where each stands. */
export type IsNamesake = (one: NamedFunction) => boolean

/** Looks at every function of the report, called or not: a function is named the same way whatever ran. */
export function findNamesakes(report: Report): IsNamesake {
  const places = new Map<string, Set<string>>()
  for (const one of namedFunctions(report)) {
    const known = places.get(nameKey(one)) ?? new Set()
    places.set(nameKey(one), known.add(formatPosition(one.at)))
  }
  return (one) => (places.get(nameKey(one))?.size ?? 0) > 1
}

function namedFunctions({ files, calls }: Report): NamedFunction[] {
  const listed = files.flatMap(({ path, functions }) =>
    functions.map(({ name, head }) => ({ path, name, at: head.start })),
  )
  const actors = calls.flatMap(({ caller, callee }) => ('context' in caller ? [callee] : [caller, callee]))
  return [...listed, ...actors]
}

function nameKey({ path, name }: NamedFunction): string {
  return JSON.stringify([path, name])
}
