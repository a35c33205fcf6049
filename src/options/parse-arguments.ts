/** What the user asks for, read from the arguments: Python's rules where it has them. */
import { parseArgs } from 'node:util'
import { TstraceError } from '../model/error.ts'
import { type Flag, allFlags, formatNames, modeNames } from './flags.ts'
import { nearest } from './nearest.ts'
import type { PrintItem, ResolvedOptions, RunRequest } from './options.ts'
import { resolveOptions } from './resolve-options.ts'

export type Command =
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'merge'; out: string; files: string[] }
  | ({ kind: 'report'; files: string[]; maps: string[] } & RunRequest)
  | ({ kind: 'run'; program: string; isModule: boolean; args: string[] } & RunRequest)

type Values = Record<string, string | boolean | string[] | undefined>

/** Throws a TstraceError 'usage' or 'unknown-option'. */
export function parseCommand(args: string[]): Command {
  if (args[0] === 'merge') return parseMerge(args.slice(1))
  const { values, rest } = parseFlags(args, allFlags)
  if (values['help']) return { kind: 'help' }
  if (values['version']) return { kind: 'version' }
  checkModes(values)
  const asked = { options: toOptions(values), formats: list(values['format']) }
  if (values['report']) return { kind: 'report', files: list(values['file']), maps: list(values['map']), ...asked }
  const [program, ...others] = rest
  if (program === undefined) throw wrongUsage('The name of the program is missing: it stands behind the options')
  return { kind: 'run', program, isModule: values['module'] === true, args: others, ...asked }
}

/** The options of a run whose program is another's business, as in an environment variable. */
export function parseOptions(args: string[]): RunRequest {
  const { values, rest } = parseFlags(args, allFlags)
  checkModes(values)
  if (rest.length > 0 || values['report'])
    throw wrongUsage(`"${rest[0] ?? '--report'}" has no meaning here: only options of a run have`)
  return { options: toOptions(values), formats: list(values['format']) }
}

/** Up to the first word that is no flag and no flag's value: from there on, all is the program's. */
function parseFlags(args: string[], flags: Readonly<Record<string, Flag>>): { values: Values; rest: string[] } {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { short, value, multiple }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short && { short }),
        ...(multiple && { multiple }),
      },
    ]),
  )
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true })
  const first = tokens.find((token) => token.kind !== 'option')
  const own = first === undefined ? args : args.slice(0, first.index)
  const { values, tokens: ownTokens } = parseArgs({ args: own, options, strict: false, tokens: true })
  for (const token of ownTokens) if (token.kind === 'option') checkToken(token, flags)
  const rest = first === undefined ? [] : args.slice(first.kind === 'option-terminator' ? first.index + 1 : first.index)
  return { values: values as Values, rest }
}

function checkToken(
  { name, rawName, value }: { name: string; rawName: string; value?: string | undefined },
  flags: Readonly<Record<string, Flag>>,
): void {
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined
  if (!flag) throw unknownFlag(rawName, flags)
  if (flag.value !== undefined && value === undefined)
    throw wrongUsage(`The option "${rawName}" needs a value: ${flag.value}`)
  if (flag.value === undefined && value !== undefined)
    throw wrongUsage(`The option "${rawName}" takes no value, and was given "${value}"`)
}

function unknownFlag(rawName: string, flags: Readonly<Record<string, Flag>>): TstraceError {
  const names = Object.keys(flags).map((name) => `--${name}`)
  const shorts = Object.values(flags).flatMap(({ short }) => (short === undefined ? [] : [`-${short}`]))
  // Of two letters, none is nearer than another.
  const likely = rawName.startsWith('--')
    ? nearest(rawName, names)
    : shorts.find((name) => name.toLowerCase() === rawName.toLowerCase())
  const hint = likely === undefined ? `The short ones are ${shorts.join(' ')}` : `The nearest is "${likely}"`
  return new TstraceError(
    'unknown-option',
    `There is no option "${rawName}". ${hint}; "tstrace --help" lists all of them.`,
  )
}

/** The rules of Python's trace, less those that keep modes apart. */
function checkModes(values: Values): void {
  const { report, file, summary, count, 'no-report': noReport } = values
  const files = list(file)
  if (report && noReport) throw wrongUsage('"--no-report" is not allowed with "--report"')
  if (!report && !modeNames.some((name) => values[name]))
    throw wrongUsage(`Must specify one of ${or([...modeNames, 'report'].map((name) => `--${name}`))}`)
  if (report && files.length === 0) throw wrongUsage('"--report" requires "--file"')
  if (noReport && files.length === 0) throw wrongUsage('"--no-report" requires "--file": the counts would go nowhere')
  if (!report && files.length > 1) throw wrongUsage('A run is added to one "--file" only')
  if (!report && values['map']) throw wrongUsage('"--map" can only be used with "--report"')
  for (const format of list(values['format'])) if (!formatNames.includes(format)) throw unknownFormat(format)
  if (values['timing'] && !values['trace']) throw wrongUsage('"--timing" can only be used with "--trace"')
  if (report && values['trace']) throw wrongUsage('"--trace" shows what runs: it is not allowed with "--report"')
  if (summary && !(count || report)) throw wrongUsage('"--summary" can only be used with "--count" or "--report"')
}

/** A trace alone needs no report behind it. */
const reportNames = ['report', ...modeNames.filter((name) => name !== 'trace')]

function toOptions(values: Values): ResolvedOptions {
  const on = (name: string): boolean => values[name] === true
  const asked: [PrintItem, boolean][] = [
    ['functions', on('listfuncs')],
    ['callers', on('trackcalls')],
    ['summary', on('summary')],
  ]
  const [file] = list(values['file'])
  return resolveOptions({
    // To report what is stored is to write listings, unless something else is asked for.
    count: on('count') || (on('report') && !modeNames.some((name) => values[name])),
    listfuncs: on('listfuncs'),
    trackcalls: on('trackcalls'),
    missing: on('missing'),
    trace: on('trace'),
    timing: on('timing'),
    report: !on('no-report') && reportNames.some((name) => values[name]),
    ...(file !== undefined && !on('report') && { file }),
    ...(typeof values['coverdir'] === 'string' && { coverdir: values['coverdir'] }),
    print: asked.flatMap(([item, wanted]) => (wanted ? [item] : [])),
    ignoreModule: list(values['ignore-module']),
    ignoreDir: list(values['ignore-dir']),
    include: list(values['include']),
    exclude: list(values['exclude']),
    ...(on('all') && { all: true }),
    pythonCompat: on('python-compat'),
  })
}

const mergeFlags = {
  output: { short: 'o', value: 'OUT', help: null },
  help: { short: 'h', help: null },
} as const satisfies Record<string, Flag>

function parseMerge(args: string[]): Command {
  const options = { output: { type: 'string', short: 'o' }, help: { type: 'boolean', short: 'h' } } as const
  const { values, positionals, tokens } = parseArgs({
    args,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) if (token.kind === 'option') checkToken(token, mergeFlags)
  if (values.help) return { kind: 'help' }
  if (typeof values.output !== 'string') throw wrongUsage('"tstrace merge" needs "-o OUT", the store to write')
  if (positionals.length === 0) throw wrongUsage('"tstrace merge" needs the names of stores')
  return { kind: 'merge', out: values.output, files: positionals }
}

function list(value: Values[string]): string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value : []
}

function unknownFormat(name: string): TstraceError {
  const message = `There is no format "${name}". The nearest is "${nearest(name, formatNames)}"; there are ${formatNames.join(', ')}.`
  return new TstraceError('bad-option', message)
}

function or(words: string[]): string {
  return `${words.slice(0, -1).join(', ')}, or ${words.at(-1)}`
}

function wrongUsage(what: string): TstraceError {
  return new TstraceError('usage', `${what}. "tstrace --help" lists the options.`)
}
