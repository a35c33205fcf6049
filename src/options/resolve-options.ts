/** Checks the user's options against the table, and fills in the defaults. */
import { TstraceError } from '../model/error.ts'
import { checkFormats, hasFormat } from './formats.ts'
import { nearest } from './nearest.ts'
import {
  type Kind,
  type OptionName,
  type ReportItem,
  type ResolvedOptions,
  type TstraceOptions,
  optionNames,
  table,
} from './options.ts'

/** Throws a TstraceError 'unknown-option' or 'bad-option', which names the option and what it takes. */
export function resolveOptions(given: TstraceOptions = {}): ResolvedOptions {
  for (const [name, value] of Object.entries(given)) checkOption(name, value)
  if (given.engine === 'istanbul') refuseWithIstanbul(given)
  const resolved = Object.fromEntries(optionNames.map((name) => [name, resolveOption(name, given)])) as ResolvedOptions
  checkTogether(given, resolved)
  const print = (given.print ?? []).filter((item): item is ReportItem => item !== 'trace')
  const format = typeof given.format === 'string' ? [given.format] : (given.format ?? [])
  return { ...resolved, print, printTrace: given.print?.includes('trace') ?? false, format }
}

function resolveOption(name: OptionName, given: TstraceOptions): unknown {
  const { takes, default: byDefault, separator } = table[name]
  const value = given[name] ?? (typeof byDefault === 'function' ? byDefault(given) : byDefault)
  if (takes !== 'texts') return value
  const texts = [value as string | string[]].flat()
  return separator === undefined ? texts : texts.flatMap((text) => text.split(separator))
}

function checkOption(name: string, value: unknown): void {
  const known = optionNames.find((one) => one === name)
  if (known === undefined) {
    const message = `There is no option "${name}". The nearest is "${nearest(name, optionNames)}"; the README lists all of them.`
    throw new TstraceError('unknown-option', message)
  }
  const kind: Kind = table[known].takes
  if (value === undefined) return
  if (kind === 'formats') return checkFormats(value)
  if (fits(value, kind)) return
  throw badOption(`The option "${name}" is ${JSON.stringify(value)}. It takes ${describe(kind)}.`)
}

function fits(value: unknown, kind: Exclude<Kind, 'formats'>): boolean {
  if (kind === 'boolean') return typeof value === 'boolean'
  if (kind === 'number') return Number.isSafeInteger(value) && Number(value) > 0
  if (kind === 'text') return typeof value === 'string' && value !== ''
  if (kind === 'texts')
    return typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'))
  if ('listOf' in kind) return Array.isArray(value) && value.every((one) => kind.listOf.includes(one as string))
  return kind.includes(value as string)
}

function describe(kind: Exclude<Kind, 'formats'>): string {
  if (kind === 'boolean') return 'true or false'
  if (kind === 'number') return 'a whole number above 0'
  if (kind === 'text') return 'a text'
  if (kind === 'texts') return 'a text or a list of texts'
  const words = ('listOf' in kind ? kind.listOf : kind).map((word) => `"${word}"`).join(', ')
  return 'listOf' in kind ? `a list of: ${words}` : `one of: ${words}`
}

function refuseWithIstanbul({ trackcalls, trace, print }: TstraceOptions): void {
  const printed = print?.find((item) => item === 'callers' || item === 'trace')
  const refused = trackcalls ? 'trackcalls' : trace ? 'trace' : printed
  if (refused === undefined) return
  throw new TstraceError(
    'engine-limit',
    `The engine "istanbul" counts lines, functions and branches, but was asked for "${refused}". Leave out "${refused}", or use the engine "tstrace".`,
  )
}

/** Options that make no sense without another. */
function checkTogether(
  { report, file, timing, print, format }: TstraceOptions,
  { trace, trackcalls }: ResolvedOptions,
): void {
  if (report === false && file === undefined && !trace)
    throw badOption(
      'The option "report" is false, so the counts go into a store, and "file" names none. Name one, or leave out "report".',
    )
  if (timing && !trace)
    throw badOption(
      'The option "timing" is true, but there are no lines to time. Set "trace" to true, or leave out "timing".',
    )
  if (print?.includes('trace') && !trace)
    throw badOption('The option "print" asks for "trace", but "trace" is false. Set it to true, or leave it out.')
  if (!trackcalls && hasFormat(format, 'callers'))
    throw badOption(
      'The option "format" asks for "callers", but "trackcalls" is false. Set it to true, or leave it out.',
    )
}

function badOption(message: string): TstraceError {
  return new TstraceError('bad-option', message)
}
