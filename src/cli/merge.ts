import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { TstraceError, type Warning } from '../model/error.ts'
import { addWaiting, mergeStores, resumeUpdate, waitsFor } from '../store/store.ts'
import { printWarnings } from '../process/print-warnings.ts'
import type { Command } from '../options/parse-arguments.ts'
import { readSavedRun } from '../run/saved-run.ts'
import { CountsTable } from '../store/counts-table.ts'
import { removeRunDirectory } from '../store/parts.ts'
import { readParts } from '../store/read-parts.ts'
import { expandGlobs, isIstanbuls } from './stores.ts'

/**
 * `out` becomes the sum of the stores. What waits for it is added to what it has: additions beside it, and the
 * directories of runs. They are gone then, so nothing is added twice.
 */
export async function mergeFiles({ out, files }: Extract<Command, { kind: 'merge' }>): Promise<void> {
  const names = await expandGlobs(files)
  for (const name of names) if (await isIstanbuls(name)) throw noStore(name)
  const directories = names.filter(isDirectory)
  const waiting = await filter(names, (name) => waitsFor(out, name))
  const stores = names.filter((name) => !directories.includes(name) && !waiting.includes(name))
  const isAlone = stores.length === 1 && resolve(stores[0]!) === resolve(out)
  if (stores.length > 0 && !(isAlone && stores.length < names.length)) printWarnings(await mergeStores(stores, out))
  for (const name of waiting) printWarnings(await addWaiting(out, name))
  for (const directory of directories) tell(await addRun(directory, out))
}

/** The parts of a run whose counts could not be added or reported. */
async function addRun(directory: string, out: string): Promise<Warning[]> {
  const { id } = readSavedRun(directory)
  const files = new CountsTable()
  const { warnings } = await readParts(directory, id, (file) => files.add(file))
  const added = await resumeUpdate(out, files, {
    origin: { run: id, directory: resolve(directory) },
    onKept: () => removeRunDirectory(directory, id),
  })
  return [...warnings, ...added]
}

/** The status says where counts are missing. */
function tell(warnings: Warning[]): void {
  if (warnings.some(({ slug }) => slug === 'bad-part')) process.exitCode = 2
  printWarnings(warnings)
}

function isDirectory(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false
}

async function filter(names: string[], which: (name: string) => Promise<boolean>): Promise<string[]> {
  const chosen = await Promise.all(names.map(which))
  return names.filter((_, index) => chosen[index])
}

function noStore(name: string): TstraceError {
  const message = `"${name}" has Istanbul's data, which is not added to a store. "tstrace --report" takes it beside stores: give it a "--file" of its own.`
  return new TstraceError('bad-store', message)
}
