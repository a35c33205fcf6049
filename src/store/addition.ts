/**
 * One addition to a store, as files beside it. Their names say how far it is, so that it is made exactly once, even
 * when a process is killed in the middle:
 *
 *     STORE.draft-ID       being written; of no value to anybody else
 *     STORE.unmerged-ID    what is to be added: a whole store of its own
 *     STORE.merged-ID      the same, once the sum stands in STORE.draft-ID, which then becomes STORE
 */
import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isGzip } from './line-stream.ts'
import { isLeftBehind, newWriterId, writerPattern, type WriterId } from './writer.ts'

/** The paths of its files, of which at most two exist at a time. */
export interface Addition {
  draft: string
  unmerged: string
  merged: string
}

/** The names for a new one. */
export function newAddition(store: string): Addition {
  return nameAddition(store, newWriterId())
}

/** Puts the sum in the store's place. Only under the store's lock, and with the draft complete. */
export async function commitAddition(store: string, { draft, unmerged, merged }: Addition): Promise<void> {
  await rename(unmerged, merged)
  await rename(draft, store)
  await rm(merged, { force: true })
}

/**
 * Cleans up after processes that were killed, and returns the additions that they did not come to make. Only under the
 * store's lock.
 */
export async function recoverAdditions(store: string): Promise<Addition[]> {
  const pending: Addition[] = []
  for (const [writer, states] of await findLeftBehind(store)) {
    const addition = nameAddition(store, writer)
    const isDone = states.has('merged') ? !states.has('draft') : !states.has('unmerged')
    if (isDone) await rm(addition.merged, { force: true })
    else pending.push(addition)
    if (!isDone && states.has('merged')) await rename(addition.merged, addition.unmerged)
    await rm(addition.draft, { force: true })
  }
  return pending
}

type State = keyof Addition

function nameAddition(store: string, writer: WriterId): Addition {
  const name = (state: State): string => `${store}.${state}-${writer}${isGzip(store) ? '.gz' : ''}`
  return { draft: name('draft'), unmerged: name('unmerged'), merged: name('merged') }
}

const pattern = new RegExp(`^\\.(draft|unmerged|merged)-(${writerPattern})(?:\\.gz)?$`)

/** The files of killed processes, by writer. */
async function findLeftBehind(store: string): Promise<Map<WriterId, Set<State>>> {
  const [directory, base] = [dirname(store), basename(store)]
  const found = new Map<WriterId, Set<State>>()
  for (const name of (await readdir(directory)).sort()) {
    const [, state, writer] = (name.startsWith(base) && pattern.exec(name.slice(base.length))) || []
    if (state === undefined || writer === undefined) continue
    if (!(await isLeftBehind(join(directory, name), writer))) continue
    found.set(writer, (found.get(writer) ?? new Set()).add(state as State))
  }
  return found
}
