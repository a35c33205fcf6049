import type { FileRevision } from './counts.ts'

/** Names the one record of a file revision: equal for equal path, hash and plan, and for no others. */
export type RecordKey = string

/** The lengths say where a name ends, whatever is in the name. */
export function recordKey({ path, hash, plan }: FileRevision): RecordKey {
  return `${hash.length}.${plan.length}:${hash}${plan}${path}`
}

/** The same as comparing the keys, but faster. */
export function isSameRecord(a: FileRevision, b: FileRevision): boolean {
  return a.path === b.path && a.hash === b.hash && a.plan === b.plan
}
