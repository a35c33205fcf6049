/** One run, one number: the example's totals in each place where they come out, and beside them Istanbul's. */
import { beforeAll, expect, test } from 'vitest'
import { type Outcome, type Project, example, makeProject } from './project.ts'

const kinds = ['lines', 'functions', 'branches'] as const
type Totals = Record<(typeof kinds)[number], string>
type Entry = Record<(typeof kinds)[number], { covered: number; total: number }>

let project: Project
let ran: Outcome
let later: Outcome

beforeAll(async () => {
  project = await makeProject(example)
  await project.configure(`{ include: 'src/**', file: 'counts.jsonl', print: ['summary'] }`)
  await project.write({ 'src/index.ts': `export * from './tax.ts'\n`, 'src/types.ts': `export type Id = string\n` })
  ran = await project.vitest()
  const formats = ['json-summary', 'lcovonly', 'text-summary'].flatMap((format) => ['--format', format])
  const cli = project.path('node_modules/tstrace/dist/cli/index.js')
  later = await project.run([cli, '-r', '-f', 'counts.jsonl', '-s', '-C', 'later', ...formats])
  expect([...ran.messages, ...later.messages]).toEqual([])
})

test('the digest, the summaries and lcov have the same totals, of the run and of its store', async () => {
  const digest = totalsIn(ran.stdout, {
    lines: /Lines +(\d+ of +\d+)/,
    functions: /Functions +(\d+ of +\d+)/,
    branches: /Branches +(\d+ of +\d+)/,
  })
  const textSummary = totalsIn(later.stdout, {
    lines: /Lines.*\( (.*) \)/,
    functions: /Functions.*\( (.*) \)/,
    branches: /Branches.*\( (.*) \)/,
  })
  const lcov = await project.read('later/lcov.info')
  expect(textSummary).toEqual(digest)
  expect({
    lines: sum(lcov, 'LH', 'LF'),
    functions: sum(lcov, 'FNH', 'FNF'),
    branches: sum(lcov, 'BRH', 'BRF'),
  }).toEqual(digest)
  expect(totalsOf((await summaries('later'))['total'])).toEqual(digest)
  expect(ran.stdout).toContain(summaryIn(later.stdout))
})

test('every place has the same files, with the same lines', async () => {
  const { total, ...files } = await summaries('later')
  expect(total).toBeDefined()
  expect(ran.stdout).toMatch(new RegExp(`tstrace {2}${Object.keys(files).length} files, `))
  const rows = Object.entries(files).map(([path, { lines }]) => [path, lines.total])
  const listed = [...summaryIn(ran.stdout).matchAll(/^ *(\d+) +\d+% {3}\S+ {3}\((src\/.*?)\)/gm)]
  expect(listed.map(([, lines, path]) => [path, Number(lines)]).toSorted()).toEqual(rows.toSorted())
})

test("the lines of each file are Istanbul's", async () => {
  await project.configure(null, '{}', 'plain.config.ts')
  const coverage = [
    'enabled',
    'provider=istanbul',
    'reporter=json-summary',
    'include=src/**',
    'reportsDirectory=istanbul',
  ]
  await project.vitest(['--config=plain.config.ts', ...coverage.map((one) => `--coverage.${one}`)])
  const [ours, { total: _, ...theirs }] = [await summaries('later'), await summaries('istanbul')]
  const differing = Object.entries(theirs).filter(([path, entry]) => linesOf(entry) !== linesOf(ours[path]))
  expect(differing.map(([path, entry]) => [path, linesOf(entry), linesOf(ours[path])])).toEqual(acceptedDifferences)
})

/** See `example.test.ts`: hints that Istanbul does not know, and what esbuild adds to a namespace. */
const acceptedDifferences = [
  ['src/search.ts', '17/18', '16/16'],
  ['src/tax.ts', '13/14', '12/13'],
]

function totalsIn(text: string, patterns: Record<keyof Totals, RegExp>): Totals {
  const found = (kind: keyof Totals): string => (patterns[kind].exec(text)?.[1] ?? '').replace(/ of +|\//, '/')
  return { lines: found('lines'), functions: found('functions'), branches: found('branches') }
}

function totalsOf(entry: Entry | undefined): Totals | undefined {
  if (entry === undefined) return undefined
  return { lines: ratio(entry.lines), functions: ratio(entry.functions), branches: ratio(entry.branches) }
}

function ratio({ covered, total }: Entry['lines']): string {
  return `${covered}/${total}`
}

function linesOf(entry: Entry | undefined): string | undefined {
  return totalsOf(entry)?.lines
}

function sum(lcov: string, hit: string, found: string): string {
  const all = (name: string): number =>
    [...lcov.matchAll(new RegExp(`^${name}:(\\d+)$`, 'gm'))].reduce((total, [, number]) => total + Number(number), 0)
  return `${all(hit)}/${all(found)}`
}

/** By the paths from the project. */
async function summaries(directory: string): Promise<Record<string, Entry>> {
  const data = JSON.parse(await project.read(`${directory}/coverage-summary.json`)) as Record<string, Entry>
  return Object.fromEntries(
    Object.entries(data).map(([path, entry]) => [path.replace(`${project.directory}/`, ''), entry]),
  )
}

function summaryIn(text: string): string {
  return /^lines .*\n(?:.*\(src\/.*\n)+/m.exec(text)?.[0] ?? 'no summary'
}
