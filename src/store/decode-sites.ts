/** The sites that a record brings along, from `unknown`. */
import type {
  BranchArm,
  BranchKind,
  BranchSite,
  FileSites,
  FunctionKind,
  FunctionSite,
  Position,
  Range,
  StatementSite,
} from '../model/sites.ts'
import { DecodeError, field, toArray, toCount, toIndex, toObject, toOneOf, toText, toTuple } from './decode-values.ts'

const functionKinds = [
  'module',
  'function',
  'arrow',
  'method',
  'constructor',
  'getter',
  'setter',
  'field',
  'static-block',
] as const satisfies FunctionKind[]
const branchKinds = ['if', 'cond-expr', 'binary-expr', 'default-arg', 'switch'] as const satisfies BranchKind[]

/** The sites of a record with `counters` counts. Throws a DecodeError that names the first wrong field. */
export function decodeSites(value: unknown, counters: number): FileSites {
  const sites = toObject(value, 'sites')
  if (field(sites, 'counters') !== counters)
    throw new DecodeError('sites.counters', field(sites, 'counters'), `${counters}, the number of counts`)
  return {
    counters,
    statements: list(sites, 'statements', (item, at) => decodeStatement(item, at, counters)),
    functions: list(sites, 'functions', (item, at) => decodeFunction(item, at, counters)),
    branches: list(sites, 'branches', (item, at) => decodeBranch(item, at, counters)),
  }
}

function list<T>(sites: object, name: string, decode: (item: unknown, at: string) => T): T[] {
  const at = `sites.${name}`
  return toArray(field(sites, name), at).map((item, index) => decode(item, `${at}[${index}]`))
}

function decodeStatement(value: unknown, at: string, counters: number): StatementSite {
  const [range, counter, mark] = toTuple(value, at, 2, 3)
  const site = { range: decodeRange(range, `${at}[0]`), counter: toIndex(counter, `${at}[1]`, counters) }
  if (mark === undefined) return site
  toOneOf(mark, `${at}[2]`, ['typescript'])
  return { ...site, typescript: true }
}

function decodeFunction(value: unknown, at: string, counters: number): FunctionSite {
  const [kind, name, head, body, counter] = toTuple(value, at, 5)
  return {
    kind: toOneOf(kind, `${at}[0]`, functionKinds),
    name: toText(name, `${at}[1]`),
    head: decodeRange(head, `${at}[2]`),
    body: decodeRange(body, `${at}[3]`),
    counter: toIndex(counter, `${at}[4]`, counters),
  }
}

function decodeBranch(value: unknown, at: string, counters: number): BranchSite {
  const [kind, range, arms] = toTuple(value, at, 3)
  return {
    kind: toOneOf(kind, `${at}[0]`, branchKinds),
    range: decodeRange(range, `${at}[1]`),
    arms: toArray(arms, `${at}[2]`).map((arm, index) => decodeArm(arm, `${at}[2][${index}]`, counters)),
  }
}

function decodeArm(value: unknown, at: string, counters: number): BranchArm {
  const [range, counter] = toTuple(value, at, 2)
  return {
    range: range === null ? null : decodeRange(range, `${at}[0]`),
    counter: toIndex(counter, `${at}[1]`, counters),
  }
}

function decodeRange(value: unknown, at: string): Range {
  const [startLine, startColumn, endLine, endColumn] = toTuple(value, at, 4)
  return { start: decodePosition(startLine, startColumn, at, 0), end: decodePosition(endLine, endColumn, at, 2) }
}

function decodePosition(line: unknown, column: unknown, at: string, index: number): Position {
  return { line: toCount(line, `${at}[${index}]`), column: toCount(column, `${at}[${index + 1}]`) }
}
