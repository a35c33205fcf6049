/** Istanbul's `coverage-final.json` as records, so that its counts can be stored, merged and reported like ours. */
import { readFile } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import type { ContentHash, FileCounts } from '../model/counts.ts'
import { TstraceError, type Warning } from '../model/error.ts'
import { hashText } from '../model/hash.ts'
import { toFilePath } from '../model/paths.ts'
import { readRegularFile } from '../model/read-regular-file.ts'
import type { FileSites } from '../model/sites.ts'
import { CountsTable } from '../store/counts-table.ts'
import { decodeIstanbulFile, type IstanbulFile } from './decode-file-coverage.ts'
import { DecodeError, toObject } from '../store/decode-values.ts'
import { reasonOf } from '../store/failure.ts'

export interface IstanbulRecords {
  /** Sorted by path, with their sites; no caller pairs, since Istanbul has none. */
  files: FileCounts[]
  warnings: Warning[]
}

/** Says where a file is that was counted somewhere else. */
export type MapPath = (path: string) => string

/** Whether files of this name are sources. */
export type IsSource = (path: string) => boolean

/**
 * Reads `coverage-final.json`; what it says of files that are no sources below `root` is left out, as it may come from
 * anybody, and a report shows the text of each file. Paths become relative to `root`. Each record is tied to the revision of its source
 * that is on disk now, or to none (hash "unknown") where that is gone or too short for the data. Throws a
 * TstraceError 'bad-store' where the file is not Istanbul's.
 */
export async function readIstanbul(
  path: string,
  root: string,
  mapPath: MapPath = (file) => file,
  isSource: IsSource = () => true,
): Promise<IstanbulRecords> {
  const table = new CountsTable()
  const warnings: Warning[] = []
  const elsewhere: string[] = []
  for (const file of decodeCoverage(path, await readJson(path))) {
    if (file.unmapped) {
      warnings.push(notMapped(path, file.path))
      continue
    }
    const absolute = resolve(root, mapPath(file.path))
    if (!isBelow(root, absolute) || !isSource(absolute)) {
      elsewhere.push(file.path)
      continue
    }
    const { hash, warning } = findRevision(absolute, file.sites)
    if (warning !== null) warnings.push(warning)
    table.add(toRecord(toFilePath(root, absolute), hash, file))
  }
  if (elsewhere.length > 0) warnings.push(notBelow(path, root, elsewhere))
  return { files: [...table], warnings }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw notIstanbul(path, `can't be read: ${reasonOf(error)}`, error)
  }
}

function decodeCoverage(path: string, data: unknown): IstanbulFile[] {
  try {
    return Object.entries(toObject(data, 'it')).map(([name, file]) => decodeIstanbulFile(file, JSON.stringify(name)))
  } catch (error) {
    if (error instanceof DecodeError)
      throw notIstanbul(path, `is not Istanbul's coverage-final.json: ${error.message}`, error)
    throw error
  }
}

function findRevision(absolute: string, sites: FileSites): { hash: ContentHash; warning: Warning | null } {
  const text = readRegularFile(absolute)
  if (text === null) return { hash: 'unknown', warning: null }
  const lastLine = sites.functions[0]?.body.end.line ?? 0
  const fits = lastLine <= text.split('\n').length
  return fits
    ? { hash: hashText(text), warning: null }
    : { hash: 'unknown', warning: sourceChanged(absolute, lastLine) }
}

/** Istanbul's sites depend on what transformed the code before: records are added up only where they are the same. */
function toRecord(path: string, hash: ContentHash, { sites, counts }: IstanbulFile): FileCounts {
  return { path, hash, plan: `istanbul-json ${hashText(JSON.stringify(sites))}`, counts, pairs: [], sites }
}

function notIstanbul(path: string, why: string, cause: unknown): TstraceError {
  return new TstraceError('bad-store', `"${path}" ${why}. Make it again with Istanbul's "json" reporter.`, cause)
}

function notMapped(path: string, file: string): Warning {
  return {
    slug: 'bad-store',
    message: `"${file}" in "${path}" has positions of transformed code, with a source map that was not applied. It was left out: use the coverage-final.json of the "json" reporter, which is mapped.`,
  }
}

/** One message, however many they are: where one is elsewhere, often all are. */
function notBelow(path: string, root: string, files: string[]): Warning {
  const more = files.length > namesShown ? ` and ${files.length - namesShown} more` : ''
  const names = files.slice(0, namesShown).map((file) => `"${file}"`)
  const [is, was] = files.length > 1 ? ['are no sources', 'They were'] : ['is no source', 'It was']
  return {
    slug: 'bad-store',
    message: `${names.join(', ')}${more} in "${path}" ${is} below "${root}". ${was} left out: a report shows the text of each file, and such data may come from anybody. Start tstrace in a directory above the sources, or say with "--map FROM=TO" where they are now.`,
  }
}

const namesShown = 5

function isBelow(root: string, absolute: string): boolean {
  return absolute.startsWith(root.endsWith(sep) ? root : root + sep)
}

function sourceChanged(file: string, line: number): Warning {
  return {
    slug: 'source-changed',
    message: `"${file}" has changed since Istanbul counted it: it has no line ${line} any more. Its counts are kept apart from those of the file as it is now.`,
  }
}
