/**
 * A record as one line of JSON, in parts and in the store alike; `decode.ts` is the inverse. Each caller stands
 * once in a table of the line, so that a pair is three small numbers:
 *
 *     {"path","hash","plan","counts":[3,0,1],
 *      "callers":[["test \"adds\"","test/cart.test.ts"],["src/price.ts","9f86d081884c7d65","t1",1],[2]],
 *      "pairs":[[callee, index in callers, count],...],
 *      "sites":{...}}
 *
 * A caller is a context with its test file, a function of another file, or, as most are, one of the record's own.
 */
import type { Caller, FileCounts, FileRevision, FunctionCaller } from '../model/counts.ts'
import type { BranchSite, FileSites, FunctionSite, Range, StatementSite } from '../model/sites.ts'

/** `[context, file]`, `[path, hash, plan, function]` or `[function]`: told apart by their length. */
type EncodedCaller = [string, string | null] | [string, string, string, number] | [number]

/** The record as one line, without its newline. Keeps the order of counts and pairs as given. */
export function encodeFile(file: FileCounts): string {
  const { path, hash, plan, counts, sites } = file
  const { callers, pairs } = tabulate(file)
  const encoded = { path, hash, plan, counts, callers, pairs }
  return JSON.stringify(sites === undefined ? encoded : { ...encoded, sites: encodeSites(sites) })
}

/** Equal for equal callers, and for no others: the lengths in it say where a name ends, whatever is in the name. */
export function callerKey(caller: Caller): string {
  if ('context' in caller) return `${caller.file?.length ?? ''}:${caller.file ?? ''}${caller.context}`
  return `${caller.function}.${caller.hash.length}.${caller.plan.length}:${caller.hash}${caller.plan}${caller.path}`
}

/** Whether the caller is a function of the very record it stands in. */
export function isOwn(caller: Caller, { path, hash, plan }: FileRevision): caller is FunctionCaller {
  return 'path' in caller && caller.path === path && caller.hash === hash && caller.plan === plan
}

function tabulate(file: FileCounts): { callers: EncodedCaller[]; pairs: number[][] } {
  const indexes = new Map<string | number, number>()
  const callers: EncodedCaller[] = []
  const pairs = file.pairs.map(({ callee, caller, count }) => {
    const own = isOwn(caller, file)
    const key = own ? caller.function : callerKey(caller)
    const index = indexes.get(key) ?? callers.push(own ? [caller.function] : encodeCaller(caller)) - 1
    indexes.set(key, index)
    return [callee, index, count]
  })
  return { callers, pairs }
}

function encodeCaller(caller: Caller): EncodedCaller {
  return 'context' in caller ? [caller.context, caller.file] : [caller.path, caller.hash, caller.plan, caller.function]
}

/** The sites in short, fields always in the same order: equal sites, equal text. */
export function encodeSites(sites: FileSites): object {
  return {
    counters: sites.counters,
    statements: sites.statements.map(encodeStatement),
    functions: sites.functions.map(encodeFunction),
    branches: sites.branches.map(encodeBranch),
  }
}

function encodeStatement({ range, counter, typescript }: StatementSite): unknown[] {
  return typescript ? [encodeRange(range), counter, 'typescript'] : [encodeRange(range), counter]
}

function encodeFunction({ kind, name, head, body, counter }: FunctionSite): unknown[] {
  return [kind, name, encodeRange(head), encodeRange(body), counter]
}

function encodeBranch({ kind, range, arms }: BranchSite): unknown[] {
  return [kind, encodeRange(range), arms.map((arm) => [arm.range && encodeRange(arm.range), arm.counter])]
}

function encodeRange({ start, end }: Range): number[] {
  return [start.line, start.column, end.line, end.column]
}
