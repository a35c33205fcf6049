import type { Report } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import type { Position } from '../model/sites.ts'

interface FunctionPlace {
  path: FilePath
  name: string
  at: Position
}

/** Whether another function of the same file has the same name, so that a report must say where each stands. */
export type IsNamesake = (one: FunctionPlace) => boolean

/** Where the function of this name stands; null when there are several. */
type PlaceByName = Map<string, Position | null>

/** Looks at every function of the report, called or not: a function is named the same way whatever ran. */
export function findNamesakes({ files, calls }: Report): IsNamesake {
  const places = new Map<FilePath, PlaceByName>()
  for (const { path, functions } of files) {
    const ofFile = placesOf(places, path)
    for (const one of functions) addPlace(ofFile, one)
  }
  for (const actor of calls.actors) if ('path' in actor) addPlace(placesOf(places, actor.path), actor)
  return ({ path, name }) => places.get(path)?.get(name) === null
}

function placesOf(places: Map<FilePath, PlaceByName>, path: FilePath): PlaceByName {
  const known = places.get(path)
  if (known) return known
  const none: PlaceByName = new Map()
  places.set(path, none)
  return none
}

function addPlace(places: PlaceByName, { name, at }: Pick<FunctionPlace, 'name' | 'at'>): void {
  const known = places.get(name)
  if (known === undefined) places.set(name, at)
  else if (known?.line !== at.line || known.column !== at.column) places.set(name, null)
}
