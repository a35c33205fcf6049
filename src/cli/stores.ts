/** Counts of earlier runs, ours and Istanbul's, as one list of records. */
import { existsSync, statSync } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { glob } from 'tinyglobby'
import type { Caller, FileCounts } from '../model/counts.ts'
import { TstraceError, type Warning } from '../model/error.ts'
import { toFilePath } from '../model/paths.ts'
import type { RunCounts } from '../run/finish-run.ts'
import { CountsTable } from '../store/counts-table.ts'
import { type Records, mergeSorted } from '../store/merge-sorted.ts'
import { type MapPath, readIstanbul } from '../istanbul/read-coverage.ts'
import { isSource } from '../selection/select.ts'
import { readParts } from '../store/read-parts.ts'
import { readStore } from '../store/store.ts'
import { nameWaiting } from '../store/waiting.ts'
import { readSavedRun } from '../run/saved-run.ts'

/** Expands globs. The name of a file that does not exist stays, and the reader reports it. */
export async function expandGlobs(names: string[]): Promise<string[]> {
  const found = names.map(async (name) => {
    if (existsSync(name) || !/[*?[{]/.test(name)) return [name]
    const matches = await glob(name, { absolute: false })
    if (matches.length === 0)
      throw new TstraceError('bad-store', `No file is called like "${name}". Check the pattern.`)
    return matches.sort()
  })
  return [...new Set((await Promise.all(found)).flat())]
}

/**
 * The sum of all, as a stream. With mapped paths each store is read whole, because mapping changes the order. Throws a
 * TstraceError 'bad-store' or 'bad-part', at once or while the records are read.
 */
export async function readCounts(names: string[], root: string, mapPath: MapPath | null): Promise<RunCounts> {
  const inputs: Records[] = []
  const warnings: Warning[] = []
  for (const name of names) {
    const input = await openInput(name, root, mapPath)
    warnings.push(...input.warnings)
    inputs.push(input.files)
  }
  return { records: mergeSorted(inputs), testFiles: [], warnings }
}

interface Input {
  files: Records
  warnings: Warning[]
}

async function openInput(name: string, root: string, mapPath: MapPath | null): Promise<Input> {
  if (statSync(name, { throwIfNoEntry: false })?.isDirectory()) return readKept(name)
  if (await isIstanbuls(name)) return readIstanbul(name, root, mapPath ?? undefined, isSource)
  const warnings = await nameWaiting(await realpath(name).catch(() => name))
  return { files: mapPath === null ? readStore(name) : await readMapped(name, root, mapPath), warnings }
}

/** The parts of a run whose report could not be made. */
async function readKept(directory: string): Promise<Input> {
  const files = new CountsTable()
  const { warnings } = await readParts(directory, readSavedRun(directory).id, (file) => files.add(file))
  return { files, warnings }
}

async function readMapped(name: string, root: string, mapPath: MapPath): Promise<CountsTable> {
  const table = new CountsTable()
  for await (const record of readStore(name))
    table.add(mapRecord(record, (path) => toFilePath(root, resolve(root, mapPath(path)))))
  return table
}

function mapRecord(record: FileCounts, mapPath: MapPath): FileCounts {
  const pairs = record.pairs.map((pair) => ({ ...pair, caller: mapCaller(pair.caller, mapPath) }))
  return { ...record, path: mapPath(record.path), pairs }
}

function mapCaller(caller: Caller, mapPath: MapPath): Caller {
  if ('context' in caller) return { ...caller, file: caller.file === null ? null : mapPath(caller.file) }
  return { ...caller, path: mapPath(caller.path) }
}

/** Looks at the first words: our own stores begin with `{"tstrace"`. */
export async function isIstanbuls(name: string): Promise<boolean> {
  const file = await open(name).catch(() => null)
  try {
    const start = await file?.read({ buffer: Buffer.alloc(64), position: 0 })
    const text = start?.buffer.toString('utf8', 0, start.bytesRead).replaceAll(/\s/g, '') ?? ''
    return text.startsWith('{') && !text.startsWith('{"tstrace"')
  } catch {
    return false
  } finally {
    await file?.close()
  }
}
