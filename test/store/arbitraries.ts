/** Any record that could exist, with few names, so that keys meet; the names are hostile. */
import fc from 'fast-check'
import type { Caller, CallerPair, FileCounts, FileRevision } from '../../src/model/counts.ts'
import type { BranchSite, FileSites, FunctionSite, Range, StatementSite } from '../../src/model/sites.ts'

const names = [
  'src/cart.ts',
  'src/price.ts',
  '__proto__',
  'constructor',
  'a\nb\u0000\u2028"\\',
  '\ud800',
  'größe 🛒.ts',
  '',
  '1',
  '1:',
  '0:',
  ':',
  '0.1:1',
]

const name = fc.constantFrom(...names)
/** Sums of some of these are exact; of some of the others they are not. */
const smallCount = fc.oneof(fc.nat(9), fc.nat(2 ** 31))
const anyCount = fc.oneof(fc.nat(9), fc.maxSafeNat(), fc.constant(Number.MAX_SAFE_INTEGER))

export const caller: fc.Arbitrary<Caller> = fc.oneof(
  fc.record({ context: name, file: fc.option(name) }),
  fc.record({ path: name, hash: name, plan: name, function: fc.nat(3) }),
)

function pairs(functions: number, own: FileRevision, count: fc.Arbitrary<number>): fc.Arbitrary<CallerPair[]> {
  const self = fc.nat(3).map((counter): Caller => ({ ...own, function: counter }))
  return fc.array(fc.record({ callee: fc.nat(functions - 1), caller: fc.oneof(caller, self), count }), { maxLength: 6 })
}

/** How many counters a revision has follows from its key, as it does for real files. */
function countersOf(path: string, hash: string): number {
  return 1 + ((path.length + hash.length) % 4)
}

function recordOf(count: fc.Arbitrary<number>): fc.Arbitrary<FileCounts> {
  return fc
    .record({ path: name, hash: fc.constantFrom('c0ffee', 'beef'), plan: fc.constantFrom('tstrace 1', '') })
    .chain((revision) => {
      const counters = countersOf(revision.path, revision.hash)
      return fc
        .record({
          counts: fc.array(count, { minLength: counters, maxLength: counters }),
          pairs: pairs(counters, revision, count),
        })
        .map((counted) => ({ ...revision, ...counted }))
    })
}

/** Without sites, and with any counts that are exact. */
export const record: fc.Arbitrary<FileCounts> = recordOf(anyCount)

/** Any two of the same key fit together, and the sum is exact. */
export const records: fc.Arbitrary<FileCounts[]> = fc.array(recordOf(smallCount), { maxLength: 12 })

/** Their sums may be too large to be exact. */
export const largeRecords: fc.Arbitrary<FileCounts[]> = fc.array(record, { maxLength: 12 })

const position = fc.record({ line: fc.nat(99), column: fc.nat(99) })
const range: fc.Arbitrary<Range> = fc.record({ start: position, end: position })

function sites(counters: number): fc.Arbitrary<FileSites> {
  const counter = fc.nat(counters - 1)
  const statement: fc.Arbitrary<StatementSite> = fc.oneof(
    fc.record({ range, counter }),
    fc.record({ range, counter, typescript: fc.constant(true as const) }),
  )
  const kinds = [
    'module',
    'function',
    'arrow',
    'method',
    'constructor',
    'getter',
    'setter',
    'field',
    'static-block',
  ] as const
  const functionSite: fc.Arbitrary<FunctionSite> = fc.record({
    kind: fc.constantFrom(...kinds),
    name,
    head: range,
    body: range,
    counter,
  })
  const branch: fc.Arbitrary<BranchSite> = fc.record({
    kind: fc.constantFrom('if', 'cond-expr', 'binary-expr', 'default-arg', 'switch'),
    range,
    arms: fc.array(fc.record({ range: fc.option(range), counter }), { maxLength: 3 }),
  })
  const some = { maxLength: 4 }
  return fc.record({
    counters: fc.constant(counters),
    statements: fc.array(statement, some),
    functions: fc.array(functionSite, some),
    branches: fc.array(branch, some),
  })
}

export const recordWithSites: fc.Arbitrary<FileCounts> = record.chain((file) =>
  sites(file.counts.length).map((found) => ({ ...file, sites: found })),
)
