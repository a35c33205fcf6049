/** Records of files that were asked for, and that nothing loaded. */
import type { FileCounts, FileRevision } from './counts.ts'

/** Sorts before the other plans of a path and hash. */
export const unloadedPlan = ''

type Counted = FileRevision & Pick<FileCounts, 'counts'>

export function isUnloaded({ plan, counts }: Counted): boolean {
  return plan === unloadedPlan && counts.length === 0
}

/** Whether the record says that nothing loaded a text that the next record has counts of: another run did. */
export function givesWay(record: Counted, next: Counted | undefined): boolean {
  return isUnloaded(record) && record.path === next?.path && record.hash === next.hash
}
