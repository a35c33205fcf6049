/** The store of one or more runs (`--file`): adding to it, and merging several. `readStore` reads it. */
import { realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { TstraceError, type Warning } from '../model/error.ts'
import { makeDirectory } from '../model/make-directory.ts'
import { type Addition, commitAddition, newAddition, recoverAdditions } from './addition.ts'
import { ifThere, isSystemError } from './failure.ts'
import { acquireLock, type Lock, type Milliseconds } from './lock.ts'
import { mergeSorted, type Records } from './merge-sorted.ts'
import { badStore, readStore, unwritable, writeStore } from './store-file.ts'

export { readStore } from './store-file.ts'

export interface StoreOptions {
  /** How long to wait while other runs write to the same store. Default: two minutes. */
  lockTimeout?: Milliseconds
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
  const addition = newAddition(target)
  await writeStore(addition.draft, mergeSorted([files]))
  try {
    await rename(addition.draft, addition.unmerged)
  } catch (error) {
    throw unwritable(target, error)
  }
  await options.onKept?.()
  try {
    return await underLock(target, options, async (lock, warnings) => {
      warnings.push(...(await addLeftBehind(target, lock)))
      return addToStore(target, addition, lock)
    })
  } catch (error) {
    throw error instanceof TstraceError ? keptIn(addition.unmerged, error) : error
  }
}

/**
 * Writes the sum of several stores to `out`, which may be one of them and is replaced. Throws a TstraceError
 * ('bad-store', 'bad-part', 'file-unwritable' or 'locked') and leaves `out` as it was.
 */
export async function mergeStores(paths: string[], out: string, options: StoreOptions = {}): Promise<Warning[]> {
  const target = await findTarget(out)
  const { draft } = newAddition(target)
  return underLock(target, options, (lock) =>
    replaceStore(target, draft, lock, {
      inputs: () => paths,
      commit: () => rename(draft, target),
    }),
  )
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

function keptIn(path: string, error: TstraceError): TstraceError {
  return new TstraceError(
    error.code,
    `${error.reason} The counts of this run are kept in "${path}", a store of their own; the next run that adds to this store adds them, too.`,
    error.cause,
  )
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
