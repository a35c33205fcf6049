import type { Report } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import type { Position } from '../model/sites.ts'

interface NamedFunction {
  path: FilePath
  name: string
  at: Position
}

/** Whether another function of the same file has the same name, so that a report must say where each stands. */
export type IsNamesake = (one: NamedFunction) => boolean

/** Where the function of this name stands; null when there are several. */
type PlaceByName = Map<string, Position | null>

/** Looks at every function of the report, called or not: a function is named the same way whatever ran. */
export function findNamesakes({ files, calls }: Report): IsNamesake {
  const places = new Map<FilePath, PlaceByName>()
  for (const { path, functions } of files) {
    for (const { name, at } of functions) addPlace(places, { path, name, at })
  }
  for (const { caller, callee } of calls) {
    addPlace(places, callee)
    if ('path' in caller) addPlace(places, caller)
  }
  return ({ path, name }) => places.get(path)?.get(name) === null
}

function addPlace(places: Map<FilePath, PlaceByName>, { path, name, at }: NamedFunction): void {
  const ofFile: PlaceByName = places.get(path) ?? new Map()
  places.set(path, ofFile)
  const known = ofFile.get(name)
  if (known === undefined) ofFile.set(name, at)
  else if (known?.line !== at.line || known.column !== at.column) ofFile.set(name, null)
}
