/** One writer of a store at a time, among all processes that see the file. */
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { TstraceError } from '../model/error.ts'
import { ifThere, isSystemError } from './failure.ts'
import { unwritable } from './store-file.ts'
import { isDead, newWriterId, type WriterId } from './writer.ts'

export type Milliseconds = number

export interface Lock {
  /** A process that was killed had left it behind. */
  tookOver: boolean
  /** Whether it is still this process's: another one takes it over if this one does not respond for long. */
  isHeld: () => Promise<boolean>
  release: () => Promise<void>
}

/**
 * Waits until nobody else has the file's lock, a file `<file>.lock` that names its owner. Throws a TstraceError 'locked'
 * after `timeout`, or 'file-unwritable'.
 */
export async function acquireLock(file: string, timeout: Milliseconds): Promise<Lock> {
  const path = `${file}.lock`
  const owner = newWriterId()
  const deadline = Date.now() + timeout
  let tookOver = false
  try {
    while (!(await create(path, owner))) {
      if (await removeStale(path, owner)) tookOver = true
      else if (Date.now() > deadline) throw locked(file, timeout)
      else await setTimeout(20 + Math.random() * 80)
    }
  } catch (error) {
    throw isSystemError(error) ? unwritable(file, error) : error
  }
  return hold(path, owner, tookOver)
}

/** An owner that has not touched its lock for so long has lost it. */
const stale: Milliseconds = 10_000
const heartbeat: Milliseconds = stale / 4

function hold(path: string, owner: WriterId, tookOver: boolean): Lock {
  const isHeld = async (): Promise<boolean> => (await readOwner(path)) === owner
  const timer = setInterval(() => void touch(path), heartbeat)
  timer.unref()
  async function release(): Promise<void> {
    clearInterval(timer)
    // A lock that can't be removed goes stale, so the work done under it has not failed.
    if (await isHeld()) await rm(path, { force: true }).catch(() => {})
  }
  return { tookOver, isHeld, release }
}

async function touch(path: string): Promise<void> {
  const now = new Date()
  await utimes(path, now, now).catch(() => {})
}

async function create(path: string, owner: WriterId): Promise<boolean> {
  try {
    await writeFile(path, owner, { flag: 'wx' })
    return true
  } catch (error) {
    if (isSystemError(error) && error.code === 'EEXIST') return false
    throw error
  }
}

/** Whether there was a lock that nobody holds any more; it is gone then. */
async function removeStale(path: string, self: WriterId): Promise<boolean> {
  const owner = await readOwner(path)
  const found = await ifThere(stat(path))
  if (found === null) return false
  const abandoned = (owner !== null && isDead(owner)) || found.mtimeMs < Date.now() - stale
  if (!abandoned) return false
  // Named as a draft: should this process be killed now, the next one to add clears it away.
  const aside = path.replace(/\.lock$/, `.draft-${self}`)
  if ((await ifThere(rename(path, aside))) === null) return false
  const removed = (await readOwner(aside)) === owner
  // Another process was faster: what was moved aside is its new lock, and goes back.
  if (!removed) await link(aside, path).catch(() => {})
  await rm(aside, { recursive: true, force: true })
  return removed
}

/** Null where there is no lock, or one that names no owner. */
async function readOwner(path: string): Promise<WriterId | null> {
  return (await readFile(path, 'utf8').catch(() => null)) || null
}

function locked(file: string, timeout: Milliseconds): TstraceError {
  return new TstraceError(
    'locked',
    `"${file}" is in use: the lock "${file}.lock" was not released within ${timeout / 1000} seconds. Wait for the other run to end; if there is none, delete the lock.`,
  )
}
