import type { Actor, Call, FunctionActor } from '../model/analysis.ts'
import type { Caller, FileCounts, FileRevision } from '../model/counts.ts'
import { moduleName } from '../model/paths.ts'
import type { CounterIndex, FileSites, FunctionSite } from '../model/sites.ts'
import { actorKeys } from './actor.ts'
import { sortBy } from './order.ts'

/** The sites of a revision of a file, or null when that revision is gone. */
export type FindSites = (revision: FileRevision) => FileSites | null

/**
 * The caller pairs of all records with their functions named, sorted by caller, then callee. A function whose revision
 * is gone is called `<function 3 of another revision>` by its counter, at 1:0. Sites that a record carries itself are preferred.
 */
export function resolveCalls(records: readonly FileCounts[], findSites: FindSites): Call[] {
  const carried = new Map(records.flatMap((record) => (record.sites ? [[revisionKey(record), record.sites]] : [])))
  const sitesOf: FindSites = (revision) => carried.get(revisionKey(revision)) ?? findSites(revision)
  const functionsOf = functionTables(sitesOf)
  const calls = new Map<string, Call>()
  for (const record of records) addCalls(calls, record, functionsOf)
  return sortBy([...calls.values()], ({ caller, callee, count }) => [...actorKeys(caller), ...actorKeys(callee), count])
}

type FunctionTable = Map<CounterIndex, FunctionSite>
type FunctionsOf = (revision: FileRevision) => FunctionTable

/** The functions of each revision by their counters, each table made once. */
function functionTables(sitesOf: FindSites): FunctionsOf {
  const tables = new Map<string, FunctionTable>()
  return (revision) => {
    const key = revisionKey(revision)
    const known = tables.get(key)
    if (known) return known
    const table = new Map((sitesOf(revision)?.functions ?? []).map((site) => [site.counter, site]))
    tables.set(key, table)
    return table
  }
}

function addCalls(calls: Map<string, Call>, record: FileCounts, functionsOf: FunctionsOf): void {
  for (const pair of record.pairs) {
    const caller = nameCaller(pair.caller, functionsOf)
    const callee = nameFunction(record, pair.callee, functionsOf)
    const key = JSON.stringify([
      keyOf(pair.caller, functionsOf),
      keyOf({ ...record, function: pair.callee }, functionsOf),
    ])
    const known = calls.get(key)
    if (known) known.count += pair.count
    else calls.set(key, { caller, callee, count: pair.count })
  }
}

function nameCaller(caller: Caller, functionsOf: FunctionsOf): Actor {
  if ('context' in caller) return { context: caller.context, file: caller.file }
  return nameFunction(caller, caller.function, functionsOf)
}

function nameFunction(revision: FileRevision, counter: CounterIndex, functionsOf: FunctionsOf): FunctionActor {
  const site = functionsOf(revision).get(counter)
  return {
    path: revision.path,
    module: moduleName(revision.path),
    name: site?.name ?? `<function ${counter} of another revision>`,
    at: site?.head.start ?? { line: 1, column: 0 },
  }
}

/** By place, not by counter: in another build of its file, a function has another one. */
function keyOf(caller: Caller, functionsOf: FunctionsOf): unknown[] {
  if ('context' in caller) return [caller.context, caller.file]
  const site = functionsOf(caller).get(caller.function)
  if (!site) return [caller.path, caller.hash, caller.plan, caller.function]
  return [caller.path, site.name, site.head.start.line, site.head.start.column]
}

function revisionKey({ path, hash, plan }: FileRevision): string {
  return JSON.stringify([path, hash, plan])
}
