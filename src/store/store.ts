/** The store of one or more runs (`--file`): adding to it, and merging several. `readStore` reads it. */
import { existsSync } from 'node:fs'
import { realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { TstraceError, type Warning } from '../model/error.ts'
import { makeDirectory } from '../model/make-directory.ts'
import {
  type Addition,
  commitAddition,
  fileOf,
  isHalfMade,
  newAddition,
  recoverAdditions,
  storeOf,
  takeAddition,
} from './addition.ts'
import { ifThere, isSystemError } from './failure.ts'
import { acquireLock, type Lock, type Milliseconds } from './lock.ts'
import { mergeSorted, type Records } from './merge-sorted.ts'
import { runFileName } from './part-file.ts'
import { badStore, type Origin, readStore, unwritable, writeStore } from './store-file.ts'
import { nameWaiting } from './waiting.ts'

export { readStore } from './store-file.ts'

export interface StoreOptions {
  /** How long to wait while other runs write to the same store. Default: two minutes. */
  lockTimeout?: Milliseconds
  /** The run whose counts these are, and where its parts are: they are removed with the addition. */
  origin?: Origin
  /** The records are on disk beside the store: whatever happens from now on, some run adds them. */
  onKept?: () => Promise<void>
}

/**
 * Adds records to a store, which is made if it is missing; they are sorted by path, hash and plan, each key once.
 * Other processes may do the same at the same time: nothing is lost, and a reader sees the old store or the new one.
 *
 * The records are first written to a file of their own beside the store, `<path>.unmerged-<id>`. Where the store then
 * can't be read, written or locked, it is left untouched, that file stays, and the TstraceError ('bad-store',
 * 'bad-part', 'file-unwritable' or 'locked') names it. The same file stays when the process is killed. Whoever adds to
 * the store next, once this process is gone, adds it too and says so.
 */
export async function updateStore(path: string, files: Records, options: StoreOptions = {}): Promise<Warning[]> {
  const target = await findTarget(path)
  const addition = await keepBeside(target, files, options)
  const warnings = await addKept(target, addition, options)
  return [...warnings, ...(await nameWaiting(target, warnings))]
}

/**
 * The same for a run that another process may have begun to add, or has added: this is finished, and not done again.
 * Throws as `updateStore`.
 */
export async function resumeUpdate(
  path: string,
  files: Records,
  options: StoreOptions & { origin: Origin },
): Promise<Warning[]> {
  const target = await findTarget(path)
  return underLock(target, options, async (lock) => {
    const earlier = await takeAddition(target, options.origin)
    if (earlier === null && !existsSync(join(options.origin.directory, runFileName))) return true
    const addition = earlier ?? (await keepBeside(target, files, options))
    return addToStore(target, addition, lock).catch(async (error) => {
      throw await keptIn(addition, error)
    })
  })
}

/** Whether the file is one that waits to be added to the store. */
export async function waitsFor(path: string, file: string): Promise<boolean> {
  const [store, target] = [storeOf(resolve(file)), await findTarget(path)]
  return store !== null && (await findTarget(store)) === target
}

/** Adds what waits beside the store in this file. Throws as `updateStore`, and leaves it where it is. */
export async function addWaiting(path: string, file: string, options: StoreOptions = {}): Promise<Warning[]> {
  const target = await findTarget(path)
  return underLock(target, options, async (lock, warnings) => {
    const addition = await takeAddition(target, { file: join(dirname(target), basename(file)) })
    const isMade = addition === null || (await addToStore(target, addition, lock))
    if (isMade && addition !== null) warnings.push(added(target, addition))
    return isMade
  })
}

/**
 * Writes the sum of several stores to `out`, which may be one of them and is replaced. Throws a TstraceError
 * ('bad-store', 'bad-part', 'file-unwritable' or 'locked') and leaves `out` as it was.
 */
export async function mergeStores(paths: string[], out: string, options: StoreOptions = {}): Promise<Warning[]> {
  const target = await findTarget(out)
  const { draft } = newAddition(target)
  return underLock(target, options, async (lock) => {
    await recoverAdditions(target)
    return replaceStore(target, draft, lock, {
      inputs: () => paths,
      commit: () => rename(draft, target),
    })
  })
}

/** Returns the addition: from now on, some run makes it. */
async function keepBeside(target: string, files: Records, { origin, onKept }: StoreOptions): Promise<Addition> {
  const addition = newAddition(target, origin?.run)
  await writeStore(addition.draft, mergeSorted([files]), origin)
  try {
    await rename(addition.draft, addition.unmerged)
  } catch (error) {
    await rm(addition.draft, { force: true }).catch(() => {})
    throw unwritable(target, error)
  }
  await onKept?.()
  return addition
}

async function addKept(target: string, addition: Addition, options: StoreOptions): Promise<Warning[]> {
  try {
    return await underLock(target, options, async (lock, warnings) => {
      warnings.push(...(await addLeftBehind(target, lock)))
      return addToStore(target, addition, lock)
    })
  } catch (error) {
    throw await keptIn(addition, error)
  }
}

/** The file behind a symbolic link is replaced, not the link. */
async function findTarget(path: string): Promise<string> {
  try {
    makeDirectory(dirname(path))
    return (await ifThere(realpath(path))) ?? join(await realpath(dirname(path)), basename(path))
  } catch (error) {
    throw unwritable(path, error)
  }
}

/** Works under the store's lock, again and again until the work is done. */
async function underLock(
  target: string,
  options: StoreOptions,
  work: (lock: Lock, warnings: Warning[]) => Promise<boolean>,
): Promise<Warning[]> {
  const warnings: Warning[] = []
  for (let done = false; !done;) {
    const lock = await acquireLock(target, options.lockTimeout ?? 120_000)
    if (lock.tookOver) warnings.push(tookOver(target))
    done = await work(lock, warnings).finally(lock.release)
  }
  return warnings
}

/** What killed processes had ready to add. What does not fit is named, and keeps nobody else from adding. */
async function addLeftBehind(target: string, lock: Lock): Promise<Warning[]> {
  const warnings: Warning[] = []
  for (const addition of await recoverAdditions(target)) {
    try {
      if (await addToStore(target, addition, lock)) warnings.push(added(target, addition))
    } catch (error) {
      if (!(error instanceof TstraceError)) throw error
      warnings.push(notAdded(addition, error))
    }
  }
  return warnings
}

/** True also where the addition is gone: another process has made it. */
async function addToStore(target: string, addition: Addition, lock: Lock): Promise<boolean> {
  if ((await ifThere(stat(addition.unmerged))) === null) return true
  return replaceStore(target, addition.draft, lock, {
    inputs: (exists) => (exists ? [target, addition.unmerged] : [addition.unmerged]),
    commit: () => commitAddition(target, addition),
  })
}

/**
 * False where the store changed under the lock, which then must have been taken over (a machine that slept, a clock
 * that is off): what was merged is out of date.
 */
async function replaceStore(
  target: string,
  draft: string,
  lock: Lock,
  { inputs, commit }: { inputs: (exists: boolean) => string[]; commit: () => Promise<void> },
): Promise<boolean> {
  try {
    const before = await identify(target)
    await writeStore(draft, mergeSorted(inputs(before !== null).map(readStore)))
    const current = (await lock.isHeld()) && (await identify(target)) === before
    if (current) await commit()
    if (!current) await rm(draft, { force: true })
    return current
  } catch (error) {
    // Beside what is half added it stays: it tells that this is not done.
    if (!(await isHalfMade(draft))) await rm(draft, { force: true }).catch(() => {})
    throw isSystemError(error) ? unwritable(target, error) : error
  }
}

/** Differs from one version of the file to the next; null where there is none. */
async function identify(path: string): Promise<string | null> {
  const found = await ifThere(stat(path, { bigint: true }))
  if (found !== null && !found.isFile()) throw badStore(path, 'is not a file')
  return found && `${found.ino} ${found.size} ${found.mtimeNs}`
}

/** Names the file that is there now. */
async function keptIn(addition: Addition, error: unknown): Promise<unknown> {
  if (!(error instanceof TstraceError)) return error
  const file = await fileOf(addition).catch(() => addition.unmerged)
  const where =
    file === null
      ? 'The counts of this run were added in spite of that.'
      : `The counts of this run are kept in "${file}", a store of their own; the next run that adds to this store adds them, too.`
  return new TstraceError(error.code, `${error.reason} ${where}`, error.cause)
}

function tookOver(target: string): Warning {
  return {
    slug: 'left-behind',
    message: `The lock "${target}.lock" was left behind by a process that was killed, and was taken over. What that process had ready to add is not lost: it is added with the counts of the next run that adds any.`,
  }
}

function added(target: string, { unmerged }: Addition): Warning {
  return {
    slug: 'left-behind',
    message: `A run that ended before it could add its counts to "${target}" had them ready in "${basename(unmerged)}". They were added now.`,
  }
}

function notAdded({ unmerged }: Addition, error: TstraceError): Warning {
  return {
    slug: 'left-behind',
    message: `A run that ended before it could add its counts left them in "${unmerged}", and they can't be added now. ${error.reason} If you don't need them, delete that file.`,
  }
}
