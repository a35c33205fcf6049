import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Command, parseCommand, parseOptions } from '../../src/options/parse-arguments.ts'
import { flags } from '../../src/options/flags.ts'
import { renderHelp } from '../../src/cli/help.ts'

function parse(line: string): Command {
  return parseCommand(line.split(' ').filter((word) => word !== ''))
}

function parseRun(line: string): Extract<Command, { kind: 'run' }> {
  const command = parse(line)
  if (command.kind !== 'run') throw new Error(`"${line}" is no run`)
  return command
}

test('what stands behind the name of the program is its own', () => {
  expect(parseRun('--count app.ts --count -x -- --file y')).toMatchObject({
    program: 'app.ts',
    args: ['--count', '-x', '--', '--file', 'y'],
  })
  expect(parseRun('-c -f counts.jsonl -- -strange.ts -m')).toMatchObject({ program: '-strange.ts', args: ['-m'] })
})

test('short flags stand together, and the last may have a value', () => {
  const { options } = parseRun('-cmlTf counts.jsonl app.ts')
  expect(options).toMatchObject({ count: true, missing: true, listfuncs: true, trackcalls: true, file: 'counts.jsonl' })
  expect(parseRun('-cCout --file=x app.ts').options).toMatchObject({ coverdir: 'out', file: 'x' })
})

test('nothing is asked for that was not', () => {
  const { options, isModule } = parseRun('-l app.ts')
  expect(options).toMatchObject({ count: false, listfuncs: true, trackcalls: false, missing: false, all: false })
  const { format, print } = options
  expect({ format, isModule, print }).toEqual({ format: [], isModule: false, print: ['functions'] })
})

test('lists are printed in the order of Python', () => {
  expect(parseRun('-sTlc app.ts').options.print).toEqual(['functions', 'callers', 'summary'])
})

test('what may be repeated adds up', () => {
  const { options } = parseRun(
    '-c --ignore-module a,b --ignore-module c --ignore-dir x:y --ignore-dir z --format lcov --format html app.ts',
  )
  expect(options).toMatchObject({ ignoreModule: ['a', 'b', 'c'], ignoreDir: ['x:y', 'z'] })
  expect(options.format).toEqual(['lcov', 'html'])
})

test('a report runs nothing, and writes listings unless something else is asked for', () => {
  expect(parse('-r -f a -f b -m')).toMatchObject({
    kind: 'report',
    files: ['a', 'b'],
    options: { count: true, file: null },
  })
  expect(parse('-r -f a --include src')).toMatchObject({ options: { all: false, include: ['src'] } })
  expect(parse('-r -f a --all')).toMatchObject({ options: { all: true } })
  expect(parse('-rs -f a')).toMatchObject({ options: { count: false, print: ['summary'] } })
  expect(parse('-rms -f a')).toMatchObject({ options: { count: true, print: ['summary'] } })
  expect(parse('-rs -f a -C b')).toMatchObject({ options: { count: true, print: ['summary'] } })
  expect(parse('-r -f a -l')).toMatchObject({ options: { count: false, listfuncs: true } })
  expect(parse('--report --file a --format lcov')).toMatchObject({ options: { count: false, format: ['lcov'] } })
})

test('help and version come before all rules', () => {
  expect(parse('--help --report')).toEqual({ kind: 'help' })
  expect(parse('-h')).toEqual({ kind: 'help' })
  expect(parse('-R --version')).toEqual({ kind: 'version' })
})

test('a trace needs no report, and seconds need a trace', () => {
  expect(parseRun('-tg app.ts').options).toMatchObject({
    trace: true,
    timing: true,
    count: false,
    report: false,
    print: [],
  })
  expect(parseRun('-tcl app.ts').options).toMatchObject({
    trace: true,
    count: true,
    report: true,
    print: ['functions'],
  })
  expect(() => parse('-cg app.ts')).toThrow('"--timing" can only be used with "--trace"')
  expect(() => parse('-rt -f counts.jsonl')).toThrow('not allowed with "--report"')
})

test('merging takes stores, and the name of another', () => {
  expect(parse('merge -o sum.jsonl a b')).toEqual({ kind: 'merge', out: 'sum.jsonl', files: ['a', 'b'] })
  expect(() => parse('merge a b')).toThrow('-o OUT')
  expect(() => parse('merge -o sum.jsonl')).toThrow('names of stores')
  expect(() => parse('merge --ouput x a')).toThrow('The nearest is "--output"')
  expect(parse('merge -h')).toEqual({ kind: 'help' })
})

/** The command line, and what Python says to it. Its modes that exclude each other, ours combine. */
const pythonErrors = readFileSync('test/fixtures/python/expected/errors.tsv', 'utf8')
  .split('\n')
  .filter((row) => row !== '')
  .map((row) => row.split('\t') as [string, string])

test.each(pythonErrors)('refuses "%s" as Python does', (line, message) => {
  const words = message.replace('trace.py: error: ', '')
  expect(() => parse(`--python-compat ${line.replace('main.py', 'main.ts')}`)).toThrow(expectation(words))
})

/** Python's words, where ours are not the same. */
function expectation(words: string): RegExp {
  const ours: Record<string, string> = {
    'must specify one of --trace, --count, --report, --listfuncs, or --trackcalls':
      'Must specify one of --count, --listfuncs, --trackcalls, --trace, --format, or --report',
    'progname is missing: required with the main options': 'The name of the program is missing',
    '-r/--report requires -f/--file': '"--report" requires "--file"',
    'argument -R/--no-report: not allowed with argument -r/--report': '"--no-report" is not allowed with "--report"',
    '--summary can only be used with --count or --report': '"--summary" can only be used with "--count" or "--report"',
  }
  return new RegExp(`^\\[tstrace\\] ${(ours[words] ?? `no words for: ${words}`).replaceAll('.', '\\.')}.* \\(usage\\)$`)
}

test.each([
  ['-c --mising app.ts', 'There is no option "--mising". The nearest is "--missing"'],
  ['-y app.ts', 'There is no option "-y". The short ones are -c -l -T '],
  ['-M app.ts', 'There is no option "-M". The nearest is "-m"'],
  ['-cy app.ts', 'There is no option "-y"'],
  ['-c --file', 'The option "--file" needs a value: FILE'],
  ['--count=yes app.ts', 'The option "--count" takes no value, and was given "yes"'],
  ['-R -c app.ts', '"--no-report" requires "--file"'],
  ['-c -f a -f b app.ts', 'one "--file" only'],
  ['-c --map a=b app.ts', '"--map" can only be used with "--report"'],
  ['--format lcvo app.ts', 'There is no format "lcvo". The nearest is "lcov"'],
])('refuses "%s"', (line, message) => {
  expect(() => parse(line)).toThrow(message)
})

test('without a mode, lines are counted and listed', () => {
  const counted = { options: { count: true, report: true, listfuncs: false, trace: false } }
  expect(parseRun('app.ts')).toMatchObject({ ...counted, program: 'app.ts' })
  expect(parseRun('-s app.ts')).toMatchObject({ options: { ...counted.options, print: ['summary'] } })
  expect(parseRun('-R -f store app.ts')).toMatchObject({ options: { count: true, report: false } })
  expect(parseRun('-l app.ts')).toMatchObject({ options: { count: false, report: true } })
})

test('options from the environment are those of a run', () => {
  expect(parseOptions(['-cT', '-f', 'x'])).toMatchObject({ options: { count: true, trackcalls: true, file: 'x' } })
  expect(() => parseOptions(['-c', 'app.ts'])).toThrow('"app.ts" has no meaning here')
  expect(() => parseOptions(['-r', '-f', 'x'])).toThrow('"--report" has no meaning here')
  expect(parseOptions(['-m'])).toMatchObject({ options: { count: true, report: true, missing: true } })
})

test('a number is given in digits', () => {
  expect(parseRun('-c --max-size 2000000 app.ts').options.maxSize).toBe(2_000_000)
  expect(parseRun('-c app.ts').options.maxSize).toBe(3_000_000)
  expect(() => parseRun('-c --max-size 2MB app.ts')).toThrow('"maxSize" is "2MB". It takes a whole number above 0')
})

test('the help fits one screen, and names every flag', () => {
  const rows = renderHelp().split('\n')
  // The next prompt needs one, too.
  expect(rows.length).toBeLessThan(24)
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(80)
  const unnamed = Object.keys(flags).filter((name) => !new RegExp(`--${name}\\b`).test(renderHelp()))
  expect(unnamed).toEqual(['help', 'version'])
})
