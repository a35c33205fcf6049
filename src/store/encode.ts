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
import { CallerNumbers } from '../model/caller-numbers.ts'
import type { Caller, FileCounts, FileRevision } from '../model/counts.ts'
import { isSameRecord } from '../model/record-key.ts'
import { toJson } from './to-json.ts'
import type { BranchSite, FileSites, FunctionSite, Range, StatementSite } from '../model/sites.ts'

/** `[context, file]`, `[path, hash, plan, function]` or `[function]`: told apart by their length. */
type EncodedCaller = [string, string | null] | [string, string, string, number] | [number]

/** The record as one line, without its newline. Keeps the order of counts and pairs as given. */
export function encodeFile(file: FileCounts): string {
  const { path, hash, plan, counts, sites } = file
  const numbers = new CallerNumbers()
  const pairs = file.pairs.map(({ callee, caller, count }) => [callee, numbers.numberOf(caller), count])
  const callers = numbers.callers.map((caller) => encodeCaller(caller, file))
  const encoded = { path, hash, plan, counts, callers, pairs }
  return toJson(sites === undefined ? encoded : { ...encoded, sites: encodeSites(sites) })
}

function encodeCaller(caller: Caller, own: FileRevision): EncodedCaller {
  if ('context' in caller) return [caller.context, caller.file]
  return isSameRecord(caller, own) ? [caller.function] : [caller.path, caller.hash, caller.plan, caller.function]
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
