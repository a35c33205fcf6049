/** The one module of the report that touches the disk. */
import { randomUUID } from 'node:crypto'
import { existsSync, type Stats } from 'node:fs'
import { lstat, open, readFile, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { makeDirectory } from '../model/make-directory.ts'
import { formatManifest, type Manifest, manifestName, parseManifest } from './manifest.ts'
import { explainUnwritable, Obstacle } from './unwritable.ts'

/** One file of the report, before it is on disk. */
export interface ReportFile {
  /** From the report's directory, with `/`; never leads out of it. */
  name: string
  /** Late, so that only a few files are in memory at a time. Text comes in pieces, and can be iterated more than once. */
  render: () => Content
}

type Content = Iterable<string> | Uint8Array

export interface WriteOptions {
  coverdir: string
  /** What is there already and belongs to the report. */
  traces?: string[]
  /** Which names belong to the kinds of files that this report has. Those of other kinds stay as an earlier report wrote them. */
  replaces: (name: string) => boolean
}

/** Where the report goes, absolute. It may be a link, or behind one; what is in it may not. */
type Root = string

const filesAtOnce = 32

/**
 * Writes the files of the report into `coverdir`. Each file is replaced as a whole, or left alone when nothing changed in it. What an earlier report wrote
 * of the kinds that this one has, and this one no longer has, is removed; nothing that tstrace did not write is removed
 * or replaced, and no link inside is followed.
 * @returns the files of the report, each from `coverdir` on.
 * @throws TstraceError `coverdir-unwritable`
 */
export async function writeReport(
  files: ReportFile[],
  { coverdir, traces = [], replaces }: WriteOptions,
): Promise<string[]> {
  await writeInto(coverdir, traces, (root) => replaceReport(root, files, { traces, replaces }))
  return files.map(({ name }) => join(coverdir, name))
}

/**
 * Writes files beside a report, which does not own them: it will not remove them.
 * @throws TstraceError `coverdir-unwritable`
 */
export async function addToReport(files: ReportFile[], coverdir: string): Promise<void> {
  if (files.length === 0) return
  await writeInto(coverdir, [], async (root) => {
    const { files: owned, added } = await readManifest(root)
    await makeDirectories(root, new Set(files.flatMap(({ name }) => parents(name))))
    await refuseForeign(root, files, new Set([...owned, ...added]))
    const all = [...added, ...files.map(({ name }) => name)]
    await writeInside(root, manifestName, [formatManifest(owned, all)])
    await writeAll(root, files)
  })
}

async function writeInto(coverdir: string, traces: string[], write: (root: Root) => Promise<void>): Promise<void> {
  try {
    const isNew = !existsSync(coverdir)
    makeDirectory(coverdir)
    if (isNew || (await hasOnlyTraces(coverdir, traces))) await keepFromGit(coverdir)
    await write(resolve(coverdir))
  } catch (error) {
    throw explainUnwritable(coverdir, error)
  }
}

/** Then the workers of this run made it. */
async function hasOnlyTraces(coverdir: string, traces: string[]): Promise<boolean> {
  return traces.length > 0 && (await readdir(coverdir)).every((name) => name === 'trace')
}

/** A directory that we make is none that anybody commits. */
async function keepFromGit(coverdir: string): Promise<void> {
  await writeFile(join(coverdir, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => {})
}

/** The manifest names a file before it is written and until it is removed: so the next run knows the files of a killed one. */
async function replaceReport(
  root: Root,
  files: ReportFile[],
  { traces, replaces }: Required<Omit<WriteOptions, 'coverdir'>>,
): Promise<void> {
  const names = [...files.map(({ name }) => name), ...traces]
  const { files: owned, added } = await readManifest(root)
  const wanted = new Set(names)
  const stale = new Set(owned.filter((name) => !wanted.has(name) && replaces(name)))
  const directories = new Set(names.flatMap(parents))
  await makeDirectories(root, directories)
  await refuseForeign(root, files, new Set([...owned, ...added]))
  await writeInside(root, manifestName, [formatManifest([...owned, ...names], added)])
  for (const name of stale) await removeInside(root, name, directories)
  await writeAll(root, files)
  // Another process may have written into the same directory meanwhile.
  const now = await readManifest(root)
  const left = now.files.filter((name) => !stale.has(name))
  await writeInside(root, manifestName, [formatManifest([...left, ...names], now.added)])
}

async function readManifest(root: Root): Promise<Manifest> {
  return parseManifest((await readIfThere(join(root, manifestName)))?.toString() ?? '')
}

/** Before anything is replaced: what tstrace did not write would be lost. */
async function refuseForeign(root: Root, files: ReportFile[], ours: ReadonlySet<string>): Promise<void> {
  for (const { name, render } of files) {
    if (ours.has(name)) continue
    const path = inside(root, name)
    if (!(await statIfThere(path))?.isFile() || (await holds(path, render()))) continue
    // Another process may have written it meanwhile, which it says first.
    const now = await readManifest(root)
    if (![...now.files, ...now.added].includes(name))
      throw new Obstacle(path, 'a file that tstrace did not write, and would be lost')
  }
}

async function makeDirectories(root: Root, directories: Set<string>): Promise<void> {
  for (const directory of directories) {
    const path = inside(root, directory)
    const found = await statIfThere(path)
    if (found === null) makeDirectory(path)
    else if (!found.isDirectory()) throw new Obstacle(path, found.isSymbolicLink() ? 'a link' : 'a file')
  }
}

async function writeAll(root: Root, files: ReportFile[]): Promise<void> {
  for (let first = 0; first < files.length; first += filesAtOnce) {
    const batch = files.slice(first, first + filesAtOnce)
    const written = await Promise.allSettled(batch.map(({ name, render }) => writeInside(root, name, render())))
    // Only now: a writer that is still at work would leave its temporary file behind.
    const failed = written.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
  }
}

async function writeInside(root: Root, name: string, text: Content): Promise<void> {
  const path = inside(root, name)
  const found = await statIfThere(path)
  if (found && !found.isFile()) throw new Obstacle(path, found.isSymbolicLink() ? 'a link' : 'a directory')
  if (found && (await holds(path, text))) return
  await replaceFile(path, text)
}

/** Whether that is all that is in the file. */
async function holds(path: string, text: Content): Promise<boolean> {
  const file = await open(path)
  try {
    for (const bytes of inChunks(text)) {
      const buffer = Buffer.allocUnsafe(bytes.length)
      const { bytesRead } = await file.read(buffer)
      if (bytesRead < bytes.length || !buffer.equals(bytes)) return false
    }
    return (await file.read(Buffer.alloc(1))).bytesRead === 0
  } finally {
    await file.close()
  }
}

async function replaceFile(path: string, text: Content): Promise<void> {
  const temporary = join(dirname(path), `.tstrace-${randomUUID()}.tmp`)
  try {
    const file = await open(temporary, 'wx')
    try {
      for (const bytes of inChunks(text)) await file.writeFile(bytes)
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
}

const chunkLength = 65_536

/** Small pieces are put together, as each chunk is written by itself; longer strings would leave the collector much to do. */
function* inChunks(text: Content): Generator<Buffer> {
  if (text instanceof Uint8Array) return yield Buffer.from(text)
  let pieces: string[] = []
  let length = 0
  for (const piece of text) {
    length += piece.length
    pieces.push(piece)
    if (length < chunkLength) continue
    yield Buffer.from(pieces.join(''))
    pieces = []
    length = 0
  }
  if (length > 0) yield Buffer.from(pieces.join(''))
}

/**
 * With the directories it leaves empty, but those that are `needed`. What became a directory, or stands behind a link
 * now, is not ours any more.
 */
async function removeInside(root: Root, name: string, needed: Set<string>): Promise<void> {
  const directories = parents(name)
  for (const directory of directories) {
    if (!(await statIfThere(inside(root, directory)))?.isDirectory()) return
  }
  const path = inside(root, name)
  if (!(await statIfThere(path))?.isFile()) return
  await rm(path)
  for (const directory of directories.reverse()) {
    if (needed.has(directory) || !(await removeIfEmpty(inside(root, directory)))) return
  }
}

async function removeIfEmpty(directory: string): Promise<boolean> {
  try {
    await rmdir(directory)
    return true
  } catch {
    return false
  }
}

/** The directories of a name, from the outermost: `a`, `a/b` of `a/b/c.ts.cover`. */
function parents(name: string): string[] {
  const segments = name.split('/').slice(0, -1)
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'))
}

function inside(root: Root, name: string): string {
  const path = resolve(root, `./${name}`)
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) throw new Obstacle(path, 'outside of it')
  return path
}

async function readIfThere(path: string): Promise<Buffer | null> {
  return (await statIfThere(path))?.isFile() ? readFile(path) : null
}

async function statIfThere(path: string): Promise<Stats | null> {
  try {
    return await lstat(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
