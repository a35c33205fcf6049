import type { Actor, Call, FunctionActor } from '../model/analysis.ts'
import type { Caller, ContentHash, FileCounts, FilePath, FileRevision } from '../model/counts.ts'
import { moduleName } from '../model/paths.ts'
import type { CounterIndex, FileSites, FunctionSite } from '../model/sites.ts'
import { actorKeys } from './actor.ts'
import { sortBy } from './order.ts'

/** The sites of a revision of a file, or null when that revision is gone. */
export type FindSites = (path: FilePath, hash: ContentHash) => FileSites | null

/**
 * The caller pairs of all records with their functions named, sorted by caller, then callee. A function whose revision
 * is gone is called `<function 3 of another revision>` by its counter, at 1:0. Sites that a record carries itself are preferred.
 */
export function resolveCalls(records: readonly FileCounts[], findSites: FindSites): Call[] {
  const carried = new Map(records.flatMap((record) => (record.sites ? [[revisionKey(record), record.sites]] : [])))
  const sitesOf = ({ path, hash }: FileRevision) => carried.get(revisionKey({ path, hash })) ?? findSites(path, hash)
  const functionsOf = functionTables(sitesOf)
  const calls = new Map<string, Call>()
  for (const record of records) addCalls(calls, record, functionsOf)
  return sortBy([...calls.values()], ({ caller, callee, count }) => [...actorKeys(caller), ...actorKeys(callee), count])
}

type FunctionTable = Map<CounterIndex, FunctionSite>
type FunctionsOf = (revision: FileRevision) => FunctionTable

/** The functions of each revision by their counters, each table made once. */
function functionTables(sitesOf: (revision: FileRevision) => FileSites | null): FunctionsOf {
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
  for (const { callee, caller, count } of record.pairs) {
    const key = JSON.stringify([callerKey(caller), revisionKey(record), callee])
    const known = calls.get(key)
    if (known) known.count += count
    else
      calls.set(key, {
        caller: nameCaller(caller, functionsOf),
        callee: nameFunction(record, callee, functionsOf),
        count,
      })
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

function revisionKey({ path, hash }: FileRevision): string {
  return JSON.stringify([path, hash])
}

function callerKey(caller: Caller): string {
  if ('context' in caller) return JSON.stringify([caller.context, caller.file])
  return JSON.stringify([caller.path, caller.hash, caller.function])
}
