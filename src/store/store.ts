/** The store of one or more runs (`--file`): adding to it, and merging several. `readStore` reads it. */
import { randomBytes } from 'node:crypto'
import { mkdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { TstraceError, type Warning } from '../model/error.ts'
import { isSystemError, plainMessage } from './failure.ts'
import { isGzip } from './lines.ts'
import { acquireLock, type Lock, type Milliseconds } from './lock.ts'
import { mergeSorted, type Records } from './merge.ts'
import { badStore, readStore, unwritable, writeStore } from './store-file.ts'

export { readStore } from './store-file.ts'

export interface StoreOptions {
  /** How long to wait while other runs write to the same store. Default: two minutes. */
  lockTimeout?: Milliseconds
}

/**
 * Adds records to a store, which is made if it is missing; they are sorted by path, hash and plan, each key once.
 * Other processes may do the same at the same time: nothing is lost, and a reader sees the old store or the new one.
 *
 * The records are first written to a file of their own beside the store, `<path>.unmerged-<id>`. Where the store then
 * can't be read, written or locked, it is left untouched, that file stays, and the TstraceError ('bad-store',
 * 'bad-part', 'file-unwritable' or 'locked') names it.
 */
export async function updateStore(path: string, files: Records, options: StoreOptions = {}): Promise<Warning[]> {
  const target = await findTarget(path)
  const unmerged = fileBeside(target, 'unmerged')
  await writeStore(unmerged, mergeSorted([files]))
  try {
    const warnings = await replaceStore(target, (exists) => (exists ? [target, unmerged] : [unmerged]), options)
    await rm(unmerged)
    return warnings
  } catch (error) {
    throw error instanceof TstraceError ? keptIn(unmerged, error) : error
  }
}

/**
 * Writes the sum of several stores to `out`, which may be one of them and is replaced. Throws a TstraceError
 * ('bad-store', 'bad-part', 'file-unwritable' or 'locked') and leaves `out` as it was.
 */
export async function mergeStores(paths: string[], out: string, options: StoreOptions = {}): Promise<Warning[]> {
  return replaceStore(await findTarget(out), () => paths, options)
}

/** The file behind a symbolic link is replaced, not the link. */
async function findTarget(path: string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true })
    return (await ifThere(realpath(path))) ?? join(await realpath(dirname(path)), basename(path))
  } catch (error) {
    throw unwritable(path, error)
  }
}

async function replaceStore(
  target: string,
  inputs: (exists: boolean) => string[],
  options: StoreOptions,
): Promise<Warning[]> {
  const warnings: Warning[] = []
  for (let done = false; !done;) {
    const lock = await acquireLock(target, options.lockTimeout ?? 120_000)
    if (lock.tookOver) warnings.push(leftBehind(target))
    done = await tryReplace(target, inputs, lock).finally(lock.release)
  }
  return warnings
}

/**
 * False where the store changed under the lock, which then must have been taken over (a machine that slept, a clock
 * that is off): what was merged is out of date.
 */
async function tryReplace(target: string, inputs: (exists: boolean) => string[], lock: Lock): Promise<boolean> {
  const draft = fileBeside(target, 'tmp')
  try {
    const before = await identify(target)
    await writeStore(draft, mergeSorted(inputs(before !== null).map(readStore)))
    const current = !lock.isLost() && (await identify(target)) === before
    if (current) await rename(draft, target)
    return current
  } catch (error) {
    throw isSystemError(error) ? unwritable(target, error) : error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Differs from one version of the file to the next; null where there is none. */
async function identify(path: string): Promise<string | null> {
  const found = await ifThere(stat(path, { bigint: true }))
  if (found !== null && !found.isFile()) throw badStore(path, 'is not a file')
  return found && `${found.ino} ${found.size} ${found.mtimeNs}`
}

/** Null for what does not exist. What may exist, but can't be looked at, must not be taken for that. */
async function ifThere<T>(look: Promise<T>): Promise<T | null> {
  try {
    return await look
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return null
    throw error
  }
}

function fileBeside(target: string, what: string): string {
  return `${target}.${what}-${randomBytes(8).toString('hex')}${isGzip(target) ? '.gz' : ''}`
}

function keptIn(path: string, error: TstraceError): TstraceError {
  return new TstraceError(
    error.code,
    `${plainMessage(error)} The counts of this run are kept in "${path}", a store of their own.`,
    error.cause,
  )
}

function leftBehind(target: string): Warning {
  return {
    slug: 'locked',
    message: `The lock "${target}.lock" was left behind by a process that was killed, and was taken over. If that process was a run, its counts may be in a file "${basename(target)}.unmerged-…" beside the store.`,
  }
}
