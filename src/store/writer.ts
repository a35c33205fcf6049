/** Which process a temporary file or directory belongs to: its name tells, so what a killed one left behind is known as such. */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import process from 'node:process'
import { isAlive } from '../process/is-alive.ts'

/** `<machine>-<process>-<start of that process>-<key>`: for names of files. Without the start where no system told it. */
export type WriterId = string

export const writerPattern = '[0-9a-f]{6}-\\d+-(?:\\d+-)?[0-9a-f]{12}'

/** @param of what the key is made of, so that another process can find it; random if not given. */
export function newWriterId(of?: string): WriterId {
  const key = of === undefined ? randomBytes(6).toString('hex') : keyOf(of)
  const start = startOf(process.pid)
  return [machine(), process.pid, ...(start === null ? [] : [start]), key].join('-')
}

/** The last part of an id. */
export function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/**
 * Whether nobody works on it any more: its process is dead. Whether those of another machine, or container, are
 * can't be known: what nobody touched for a day is left behind, too.
 */
export async function isLeftBehind(path: string, writer: WriterId): Promise<boolean> {
  if (isDead(writer)) return true
  if (isLive(writer)) return false
  const found = await stat(path).catch(() => null)
  return found !== null && found.mtimeMs < Date.now() - day
}

const day = 86_400_000

/** Whether its process is known to have ended: one of this machine that is no more, or whose number another has now. */
export function isDead(writer: WriterId): boolean {
  const { of, pid, start } = parse(writer)
  if (of !== machine()) return false
  if (!isAlive(pid)) return true
  const now = startOf(pid)
  return start !== undefined && now !== null && now !== start
}

/** Whether its process is known to go on. */
export function isLive(writer: WriterId): boolean {
  const { of, pid, start } = parse(writer)
  if (of !== machine() || !isAlive(pid)) return false
  return start === undefined ? startOf(process.pid) === null : startOf(pid) === start
}

function parse(writer: WriterId): { of: string; pid: number; start: string | undefined } {
  const [of = '', pid, ...rest] = writer.split('-')
  return { of, pid: Number(pid), start: rest.length > 1 ? rest[0] : undefined }
}

/** Since the machine's start, so that two processes with one number differ. Null: the system does not tell, or none is there. */
function startOf(pid: number): string | null {
  const text = readSystem(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  // The name of the program is in brackets, and may have spaces and brackets in it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  // A zombie has ended, though its number is still taken.
  return fields[0] === 'Z' ? '0' : (fields[19] ?? null)
}

/** Numbers of processes mean something in one start of one system, and in one container of it. */
function machine(): string {
  const start = readSystem(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'))
  const container = readSystem(() => readlinkSync('/proc/self/ns/pid'))
  return createHash('sha256')
    .update(hostname() + start + container)
    .digest('hex')
    .slice(0, 6)
}

/** '' where there is no such file, as outside of Linux. */
function readSystem(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
