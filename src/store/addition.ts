/**
 * One addition to a store, as files beside it. Their names say how far it is, so that it is made exactly once, even
 * when a process is killed in the middle:
 *
 *     STORE.draft-ID       being written; of no value to anybody else
 *     STORE.unmerged-ID    what is to be added: a whole store of its own
 *     STORE.merged-ID      the same, once the sum stands in STORE.draft-ID, which then becomes STORE
 */
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ifThere } from './failure.ts'
import { isGzip } from './line-stream.ts'
import { isRunDirectory, removeRunDirectory } from './parts.ts'
import { readOrigin } from './store-file.ts'
import { isLeftBehind, isLive, keyOf, newWriterId, writerPattern, type WriterId } from './writer.ts'

/** The paths of its files, of which at most two exist at a time. */
export interface Addition {
  draft: string
  unmerged: string
  merged: string
}

/** An addition whose process can't be asked: of another machine or container, or dead. */
export interface WaitingAddition {
  path: string
  /** In milliseconds. */
  age: number
}

/** The names for a new one. With the id of a run, another process finds what this run has there. */
export function newAddition(store: string, run?: string): Addition {
  return nameAddition(store, newWriterId(run))
}

/** Puts the sum in the store's place. Only under the store's lock, and with the draft complete. */
export async function commitAddition(store: string, addition: Addition): Promise<void> {
  const { draft, unmerged, merged } = addition
  await rename(unmerged, merged)
  try {
    await rename(draft, store)
  } catch (error) {
    // Should that fail as well, the draft stays beside it: so the next one knows that it is not done.
    await rename(merged, unmerged).catch(() => {})
    throw error
  }
  await endAddition(addition)
}

/** The file that holds the counts now; null: they are in the store. */
export async function fileOf({ unmerged, merged, draft }: Addition): Promise<string | null> {
  if ((await ifThere(stat(unmerged))) !== null) return unmerged
  const isMade = (await ifThere(stat(merged))) === null || (await ifThere(stat(draft))) === null
  return isMade ? null : merged
}

/** Whether this is the draft of a sum whose addition has been marked as merged, and whose store is the old one. */
export async function isHalfMade(draft: string): Promise<boolean> {
  return (await stat(draft.replace(/\.draft-(?=[^/\\]*$)/, '.merged-')).catch(() => null)) !== null
}

/**
 * Cleans up after processes that were killed, and returns the additions that they did not come to make. Only under the
 * store's lock.
 */
export async function recoverAdditions(store: string): Promise<Addition[]> {
  const pending: Addition[] = []
  for (const { writer, states } of await findAdditions(store)) {
    const addition = nameAddition(store, writer)
    if (!(await isAnyLeftBehind(addition, states, writer))) continue
    if (await recover(addition, states)) pending.push(addition)
  }
  return pending
}

/** The addition of this run, or with this file, whoever began it; null where there is none to make. Only under the lock. */
export async function takeAddition(store: string, of: { run: string } | { file: string }): Promise<Addition | null> {
  for (const { writer, states } of await findAdditions(store)) {
    const addition = nameAddition(store, writer)
    const isIt = 'run' in of ? writer.endsWith(`-${keyOf(of.run)}`) : Object.values(addition).includes(of.file)
    if (isIt && (states.has('unmerged') || states.has('merged')))
      return (await recover(addition, states)) ? addition : null
  }
  return null
}

/** Those whose processes may never come back to them. */
export async function findWaiting(store: string): Promise<WaitingAddition[]> {
  const waiting: WaitingAddition[] = []
  for (const { writer, states } of await findAdditions(store).catch(() => [])) {
    const addition = nameAddition(store, writer)
    const isHalf = states.has('merged') && states.has('draft')
    const path = isHalf ? addition.merged : addition.unmerged
    const found = states.has('unmerged') || isHalf ? await stat(path).catch(() => null) : null
    if (found !== null && !isLive(writer)) waiting.push({ path, age: Math.max(0, Date.now() - found.mtimeMs) })
  }
  return waiting
}

/** The store that a file waits for, if it is called like one that does. */
export function storeOf(path: string): string | null {
  const [, name] = waitingPattern.exec(basename(path)) ?? []
  return name === undefined ? null : join(dirname(path), name)
}

type State = keyof Addition

interface Found {
  writer: WriterId
  states: Set<State>
}

function nameAddition(store: string, writer: WriterId): Addition {
  const name = (state: State): string => `${store}.${state}-${writer}${isGzip(store) ? '.gz' : ''}`
  return { draft: name('draft'), unmerged: name('unmerged'), merged: name('merged') }
}

const pattern = new RegExp(`^\\.(draft|unmerged|merged)-(${writerPattern})(?:\\.gz)?$`)
const waitingPattern = new RegExp(`^(.+)\\.(?:unmerged|merged)-${writerPattern}(?:\\.gz)?$`)

function parseName(base: string, name: string): { state: State; writer: WriterId } | null {
  const [, state, writer] = (name.startsWith(base) && pattern.exec(name.slice(base.length))) || []
  return state === undefined || writer === undefined ? null : { state: state as State, writer }
}

async function findAdditions(store: string): Promise<Found[]> {
  const found = new Map<WriterId, Found>()
  const entries = await readdir(dirname(store), { withFileTypes: true })
  // A pipe would never be opened, a link leads elsewhere.
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  for (const name of names.sort()) {
    const { state, writer } = parseName(basename(store), name) ?? {}
    if (state === undefined || writer === undefined) continue
    const one = found.get(writer) ?? { writer, states: new Set() }
    one.states.add(state)
    found.set(writer, one)
  }
  return [...found.values()]
}

async function isAnyLeftBehind(addition: Addition, states: Set<State>, writer: WriterId): Promise<boolean> {
  const each = await Promise.all([...states].map((state) => isLeftBehind(addition[state], writer)))
  return each.every(Boolean)
}

/** Whether it is still to be made. */
async function recover(addition: Addition, states: Set<State>): Promise<boolean> {
  const isDone = states.has('merged') ? !states.has('draft') : !states.has('unmerged')
  if (isDone && states.has('merged')) await endAddition(addition)
  if (!isDone && states.has('merged')) await rename(addition.merged, addition.unmerged)
  await rm(addition.draft, { force: true })
  return !isDone
}

/** Its counts are in the store. What else has them goes first: the file says so until then. */
async function endAddition({ merged }: Addition): Promise<void> {
  const origin = await readOrigin(merged)
  if (origin !== null && isRunDirectory(origin.directory)) await removeRunDirectory(origin.directory, origin.run)
  // Where it can't be removed, it still says that it is done.
  await rm(merged, { force: true }).catch(() => {})
}
