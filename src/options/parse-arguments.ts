/** The command line's arguments, as a command. The rules are Python's, where Python has one. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { TstraceError } from '../model/error.ts'
import { flags, modeNames, optionFlags } from './flags.ts'
import { nearest } from './nearest.ts'
import { type Flag, type ResolvedOptions, type TstraceOptions, table } from './options.ts'
import { resolveOptions } from './resolve-options.ts'

/** What the user wants of a run on the command line, or in its environment. */
export interface RunRequest {
  options: ResolvedOptions
}

export type Command =
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'merge'; out: string; files: string[] }
  | ({ kind: 'report'; files: string[]; maps: string[] } & RunRequest)
  | ({ kind: 'run'; program: string; isModule: boolean; args: string[] } & RunRequest)

type Values = Record<string, string | boolean | string[] | undefined>
type Flags = Readonly<Record<string, Flag>>

/** Throws a TstraceError 'usage', 'unknown-option' or 'bad-option'. */
export function parseCommand(args: string[]): Command {
  if (args[0] === 'merge') return parseMerge(args.slice(1))
  const { values, rest } = parseFlags(args)
  if (values['help']) return { kind: 'help' }
  if (values['version']) return { kind: 'version' }
  const request = toRequest(values)
  if (values['report']) return { kind: 'report', files: list(values['file']), maps: list(values['map']), ...request }
  const [program, ...others] = rest
  if (program === undefined) throw wrongUsage('The name of the program is missing: it stands behind the options')
  return { kind: 'run', program, isModule: values['module'] === true, args: others, ...request }
}

/** The options of a run whose program is not named here, as in an environment variable. Throws as `parseCommand`. */
export function parseOptions(args: string[]): RunRequest {
  const { values, rest } = parseFlags(args)
  const request = toRequest(values)
  if (rest.length > 0 || values['report'])
    throw wrongUsage(`"${rest[0] ?? '--report'}" has no meaning here: only options of a run have`)
  return request
}

/** The flags, and what follows them: the first word that is no flag and no flag's value, with all behind it. */
function parseFlags(args: string[]): { values: Values; rest: string[] } {
  const { tokens } = parseArgs(configFor(args, flags))
  const first = tokens.find((token) => token.kind !== 'option')
  const own = first === undefined ? args : args.slice(0, first.index)
  const rest = first === undefined ? [] : args.slice(first.kind === 'option-terminator' ? first.index + 1 : first.index)
  return { values: parseChecked(own, flags).values, rest }
}

/** For `parseArgs`, which leaves the checks to us. */
function configFor(args: string[], known: Flags): ParseArgsConfig & { tokens: true; strict: false } {
  const options = Object.entries(known).map(([name, { short, value, multiple = false }]) => {
    const type = value === undefined ? ('boolean' as const) : ('string' as const)
    return [name, { type, multiple, ...(short && { short }) }] as const
  })
  return { args, options: Object.fromEntries(options), strict: false, tokens: true }
}

function parseChecked(args: string[], known: Flags): { values: Values; words: string[] } {
  const { values, positionals, tokens } = parseArgs(configFor(args, known))
  for (const token of tokens) if (token.kind === 'option') checkToken(token, known)
  return { values: values as Values, words: positionals }
}

function checkToken(
  { name, rawName, value }: { name: string; rawName: string; value?: string | undefined },
  known: Flags,
): void {
  const flag = Object.hasOwn(known, name) ? known[name] : undefined
  if (!flag) throw unknownFlag(rawName, known)
  if (flag.value !== undefined && value === undefined)
    throw wrongUsage(`The option "${rawName}" needs a value: ${flag.value}`)
  if (flag.value === undefined && value !== undefined)
    throw wrongUsage(`The option "${rawName}" takes no value, and was given "${value}"`)
}

function unknownFlag(rawName: string, known: Flags): TstraceError {
  const names = Object.keys(known).map((name) => `--${name}`)
  const shorts = Object.values(known).flatMap(({ short }) => (short === undefined ? [] : [`-${short}`]))
  // All single letters are equally near: only one in the other case is likely.
  const likely = rawName.startsWith('--')
    ? nearest(rawName, names)
    : shorts.find((name) => name.toLowerCase() === rawName.toLowerCase())
  const hint = likely === undefined ? `The short ones are ${shorts.join(' ')}` : `The nearest is "${likely}"`
  return new TstraceError(
    'unknown-option',
    `There is no option "${rawName}". ${hint}; "tstrace --help" lists all of them.`,
  )
}

/** The rules of Python's trace, but here modes combine. */
function checkModes(values: Values): void {
  const { report, summary, count, 'no-report': noReport } = values
  const files = list(values['file'])
  if (report && noReport) throw wrongUsage('"--no-report" is not allowed with "--report"')
  const counts = count || takesDefault(values)
  if (!report && !counts && !modeNames.some((name) => values[name]))
    throw wrongUsage(`Must specify one of ${modeNames.map((name) => `--${name}`).join(', ')}, or --report`)
  if (report && files.length === 0) throw wrongUsage('"--report" requires "--file"')
  if (noReport && files.length === 0) throw wrongUsage('"--no-report" requires "--file": the counts would go nowhere')
  if (!report && files.length > 1) throw wrongUsage('A run is added to one "--file" only')
  if (!report && values['map']) throw wrongUsage('"--map" can only be used with "--report"')
  if (values['timing'] && !values['trace']) throw wrongUsage('"--timing" can only be used with "--trace"')
  if (report && values['trace']) throw wrongUsage('"--trace" shows what runs: it is not allowed with "--report"')
  if (summary && !(counts || report)) throw wrongUsage('"--summary" can only be used with "--count" or "--report"')
}

/** A run that says nothing of what it wants gets listings; Python's trace refuses. */
function takesDefault(values: Values): boolean {
  return !values['report'] && !values['python-compat'] && !modeNames.some((name) => values[name])
}

function toRequest(values: Values): RunRequest {
  checkModes(values)
  return { options: toOptions(values) }
}

function toOptions(values: Values): ResolvedOptions {
  const on = (name: string): boolean => values[name] === true
  const counts = on('count') || takesDefault(values)
  return resolveOptions({
    ...readFlags(values),
    count: counts || (on('report') && wantsListings(values)),
    // A trace alone has no report.
    report: !on('no-report') && (counts || ['report', ...modeNames].some((name) => name !== 'trace' && values[name])),
    trackcalls: on('trackcalls') || list(values['format']).includes('callers'),
    // A store knows which files its runs asked for.
    all: on('all') || (!on('report') && list(values['include']).length > 0),
    print: [
      ...(on('listfuncs') ? ['functions' as const] : []),
      ...(on('trackcalls') ? ['callers' as const] : []),
      ...(on('summary') ? ['summary' as const] : []),
    ],
  })
}

/** Stored counts are reported as listings, unless a flag asks for something else. A summary alone is only printed. */
function wantsListings(values: Values): boolean {
  const aboutListings = ['missing', 'coverdir'].some((name) => values[name])
  return !modeNames.some((name) => values[name]) && (!values['summary'] || aboutListings)
}

/** What the flags of options say. An option that is on or off is off without its flag. */
function readFlags(values: Values): TstraceOptions {
  const given = optionFlags.map(([option, flag]) => [option, readFlag(table[option].takes, values[flag])])
  // The `--file` to report from is not one to add to.
  return { ...Object.fromEntries(given), ...(values['report'] && { file: undefined }) } as TstraceOptions
}

function readFlag(takes: unknown, value: Values[string]): unknown {
  if (takes === 'boolean') return value === true
  // What is no number is refused as it was given.
  if (takes === 'number') return /^\d+$/.test(String(value)) ? Number(value) : value
  return takes === 'texts' || takes === 'formats' ? list(value) : list(value)[0]
}

const mergeFlags: Flags = {
  output: { short: 'o', value: 'OUT', about: 'the store to write' },
  help: { short: 'h', about: 'the flags' },
}

function parseMerge(args: string[]): Command {
  const { values, words } = parseChecked(args, mergeFlags)
  if (values['help']) return { kind: 'help' }
  if (typeof values['output'] !== 'string') throw wrongUsage('"tstrace merge" needs "-o OUT", the store to write')
  if (words.length === 0) throw wrongUsage('"tstrace merge" needs the names of stores')
  return { kind: 'merge', out: values['output'], files: words }
}

function list(value: Values[string]): string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value : []
}

function wrongUsage(what: string): TstraceError {
  return new TstraceError('usage', `${what}. "tstrace --help" lists the options.`)
}
