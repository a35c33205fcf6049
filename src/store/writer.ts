/** Which process a temporary file or directory belongs to: its name tells, so what a killed one left behind is known as such. */
import { createHash, randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import process from 'node:process'
import { isAlive } from '../process/is-alive.ts'

/** `<machine>-<process>-<random>`: for names of files. */
export type WriterId = string

export const writerPattern = '[0-9a-f]{6}-\\d+-[0-9a-f]{12}'

export function newWriterId(): WriterId {
  return `${machine()}-${process.pid}-${randomBytes(6).toString('hex')}`
}

/** The same for all processes that name this process and this text. */
export function writerIdOf(pid: number, text: string): WriterId {
  return `${machine()}-${pid}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}

/**
 * Whether nobody works on it any more: its process is dead. Whether those of another machine, or container, are
 * can't be known, and a number may be that of a new process: what nobody touched for a day is left behind, too.
 */
export async function isLeftBehind(path: string, writer: WriterId): Promise<boolean> {
  if (isDead(writer)) return true
  const found = await stat(path).catch(() => null)
  return found !== null && found.mtimeMs < Date.now() - day
}

const day = 86_400_000

/** Whether its process is known to have ended: one of this machine that is no more. */
export function isDead(writer: WriterId): boolean {
  const [of, pid] = writer.split('-')
  return of === machine() && !isAlive(Number(pid))
}

function machine(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 6)
}
