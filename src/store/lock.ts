/** One writer of a store at a time, among all processes of the machine. */
import { stat } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { TstraceError } from '../model/error.ts'
import { unwritable } from './store-file.ts'

export type Milliseconds = number

export interface Lock {
  /** It had been left behind by a process that was killed. */
  tookOver: boolean
  /** Whether another process took it over meanwhile, because this one did not respond for long. */
  isLost: () => boolean
  release: () => Promise<void>
}

/** Waits until the file is nobody else's. Throws a TstraceError 'locked' when that takes longer than `timeout`. */
export async function acquireLock(file: string, timeout: Milliseconds): Promise<Lock> {
  const deadline = Date.now() + timeout
  for (;;) {
    const lock = await tryLock(file)
    if (lock !== null) return lock
    if (Date.now() > deadline) throw locked(file, timeout)
    await setTimeout(20 + Math.random() * 80)
  }
}

/** A lock whose owner has not touched it for so long is taken over; a living owner touches it every half of that. */
const stale: Milliseconds = 10_000

async function tryLock(file: string): Promise<Lock | null> {
  // Loaded only here: on import it hooks the process's signals, and our user's program runs in this process.
  const { lock } = await import('proper-lockfile')
  let lost = false
  try {
    const tookOver = await isStale(`${file}.lock`)
    const unlock = await lock(file, { realpath: false, stale, onCompromised: () => (lost = true) })
    // What can't be released goes stale by itself, so it is no failure of the work done under the lock.
    return { tookOver, isLost: () => lost, release: () => unlock().catch(() => {}) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOCKED') return null
    throw unwritable(file, error)
  }
}

async function isStale(lockPath: string): Promise<boolean> {
  const found = await stat(lockPath).catch(() => null)
  return found !== null && found.mtimeMs < Date.now() - stale
}

function locked(file: string, timeout: Milliseconds): TstraceError {
  return new TstraceError(
    'locked',
    `"${file}" is in use: the lock "${file}.lock" was not released within ${timeout / 1000} seconds. Wait for the other run to end; if there is none, delete the lock.`,
  )
}
