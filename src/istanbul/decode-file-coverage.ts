/** One file of Istanbul's data as sites and counts. Its keys are kept only as an order: functions, statements, arms. */
import type {
  BranchArm,
  BranchKind,
  BranchSite,
  FileSites,
  FunctionSite,
  Position,
  Range,
  StatementSite,
} from '../model/sites.ts'
import { field, toArray, toCount, toObject, toText } from '../store/decode-values.ts'

export interface IstanbulFile {
  /** As Istanbul has it: absolute. */
  path: string
  sites: FileSites
  counts: number[]
  /** The positions are those of transformed code, with a source map that nobody has applied yet. */
  unmapped: boolean
}

/** Throws a DecodeError that names the first wrong field, from `at` on. */
export function decodeIstanbulFile(value: unknown, at: string): IstanbulFile {
  const file = toObject(value, at)
  // Counter 0 is the file's top level, which Istanbul does not count.
  const counts = [0]
  const count: Count = (hits, hitsAt) => counts.push(toCount(hits, hitsAt)) - 1
  const functions = entries(file, 'fnMap', 'f', at).map((entry) => decodeFunction(entry, count))
  const statements = entries(file, 'statementMap', 's', at).map((entry) => decodeStatement(entry, count))
  const branches = entries(file, 'branchMap', 'b', at).map((entry) => decodeBranch(entry, count))
  return {
    path: toText(field(file, 'path'), `${at}.path`),
    sites: {
      counters: counts.length,
      statements,
      functions: [topLevel(functions, statements), ...functions],
      branches,
    },
    counts,
    unmapped: field(file, 'inputSourceMap') !== undefined,
  }
}

/** Takes the next counter for these hits. */
type Count = (hits: unknown, at: string) => number

interface Entry {
  site: object
  at: string
  hits: unknown
  hitsAt: string
}

function entries(file: object, map: string, hits: string, at: string): Entry[] {
  const allHits = toObject(field(file, hits), `${at}.${hits}`)
  return Object.entries(toObject(field(file, map), `${at}.${map}`)).map(([key, site]) => ({
    site: toObject(site, `${at}.${map}.${key}`),
    at: `${at}.${map}.${key}`,
    hits: field(allHits, key),
    hitsAt: `${at}.${hits}.${key}`,
  }))
}

function decodeFunction({ site, at, hits, hitsAt }: Entry, count: Count): FunctionSite {
  return {
    kind: 'function',
    name: toText(field(site, 'name'), `${at}.name`),
    head: decodeRange(field(site, 'decl') ?? field(site, 'loc'), `${at}.decl`),
    body: decodeRange(field(site, 'loc'), `${at}.loc`),
    counter: count(hits, hitsAt),
  }
}

function decodeStatement({ site, at, hits, hitsAt }: Entry, count: Count): StatementSite {
  return { range: decodeRange(site, at), counter: count(hits, hitsAt) }
}

function decodeBranch({ site, at, hits, hitsAt }: Entry, count: Count): BranchSite {
  const armHits = toArray(hits, hitsAt)
  const locations = toArray(field(site, 'locations'), `${at}.locations`)
  return {
    kind: toBranchKind(field(site, 'type')),
    range: decodeRange(field(site, 'loc'), `${at}.loc`),
    arms: locations.map((location, index): BranchArm => ({
      range: decodeLocation(location, `${at}.locations[${index}]`),
      counter: count(armHits[index], `${hitsAt}[${index}]`),
    })),
  }
}

const branchKinds: readonly BranchKind[] = ['if', 'cond-expr', 'binary-expr', 'default-arg', 'switch']

/** c8 has one type, "branch", for all: nothing is known about it but that it has arms. */
function toBranchKind(type: unknown): BranchKind {
  return branchKinds.find((kind) => kind === type) ?? 'if'
}

/** `{ start: {}, end: {} }` is the `else` that nobody wrote. */
function decodeLocation(value: unknown, at: string): Range | null {
  const start = toObject(field(toObject(value, at), 'start'), `${at}.start`)
  return field(start, 'line') === undefined ? null : decodeRange(value, at)
}

function decodeRange(value: unknown, at: string): Range {
  const range = toObject(value, at)
  return {
    start: decodePosition(field(range, 'start'), `${at}.start`),
    end: decodePosition(field(range, 'end'), `${at}.end`),
  }
}

/** Where a source map had no exact end, Istanbul has the column Infinity, for the end of the line: null in JSON. */
function decodePosition(value: unknown, at: string): Position {
  const position = toObject(value, at)
  const column = field(position, 'column')
  return {
    line: toCount(field(position, 'line'), `${at}.line`),
    column: column === null ? Number.MAX_SAFE_INTEGER : toCount(column, `${at}.column`),
  }
}

function topLevel(functions: FunctionSite[], statements: StatementSite[]): FunctionSite {
  const start = { line: 1, column: 0 }
  const ends = [...functions.map(({ body }) => body.end), ...statements.map(({ range }) => range.end)]
  const end = ends.reduce((last, next) => (isBefore(last, next) ? next : last), start)
  return { kind: 'module', name: '<module>', head: { start, end: start }, body: { start, end }, counter: 0 }
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column)
}
