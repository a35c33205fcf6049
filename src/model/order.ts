/** The one order of records and caller pairs. By UTF-16 code units, so the same on every machine, whatever its locale. */
import type { Caller, CallerPair, ContextCaller, FileRevision, FunctionCaller } from './counts.ts'

/** By path, then hash, then plan: what tells records apart. */
export function compareRecords(a: FileRevision, b: FileRevision): number {
  return compareText(a.path, b.path) || compareText(a.hash, b.hash) || compareText(a.plan, b.plan)
}

/** By callee, then caller: contexts first (no file before any file), then functions by file and number. */
export function comparePairs(a: CallerPair, b: CallerPair): number {
  return a.callee - b.callee || compareCallers(a.caller, b.caller)
}

function compareCallers(a: Caller, b: Caller): number {
  if ('context' in a) return 'context' in b ? compareContexts(a, b) : -1
  return 'context' in b ? 1 : compareFunctions(a, b)
}

function compareContexts(a: ContextCaller, b: ContextCaller): number {
  return compareFiles(a.file, b.file) || compareText(a.context, b.context)
}

function compareFiles(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null)
  return compareText(a, b)
}

function compareFunctions(a: FunctionCaller, b: FunctionCaller): number {
  return compareRecords(a, b) || a.function - b.function
}

export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
