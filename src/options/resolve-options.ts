/** Checks what the user gave against the one table of options, and fills in the defaults. */
import { TstraceError } from '../model/error.ts'
import type { Engine, PrintItem, ReportItem, ResolvedOptions, TstraceOptions } from './options.ts'
import { nearest } from './nearest.ts'

type Kind = 'boolean' | 'text' | 'texts' | readonly string[] | { listOf: readonly string[] }

const engines: readonly Engine[] = ['tstrace', 'istanbul']
const printItems: readonly PrintItem[] = ['summary', 'functions', 'callers', 'trace']

/** Every option, and what it takes. */
const kinds: Readonly<Record<keyof TstraceOptions, Kind>> = {
  count: 'boolean',
  listfuncs: 'boolean',
  trackcalls: 'boolean',
  missing: 'boolean',
  trace: 'boolean',
  timing: 'boolean',
  report: 'boolean',
  file: 'text',
  coverdir: 'text',
  print: { listOf: printItems },
  ignoreModule: 'texts',
  ignoreDir: 'texts',
  include: 'texts',
  exclude: 'texts',
  all: 'boolean',
  engine: engines,
  pythonCompat: 'boolean',
}

export const optionNames: readonly string[] = Object.keys(kinds)

/** Throws a TstraceError 'unknown-option' or 'bad-option' that names the option and what is right. */
export function resolveOptions(options: TstraceOptions = {}): ResolvedOptions {
  for (const [name, value] of Object.entries(options)) checkOption(name, value)
  const engine = options.engine ?? 'tstrace'
  if (engine === 'istanbul') refuseWithIstanbul(options)
  const trace = options.trace ?? options.print?.includes('trace') ?? false
  if (options.report === false && options.file === undefined && !trace) throw nowhereToCount()
  if (options.timing && !trace) throw nothingToTime()
  if (options.print?.includes('trace') && !trace) throw nothingToPrint()
  const include = list(options.include)
  return {
    count: options.count ?? true,
    listfuncs: options.listfuncs ?? true,
    trackcalls: options.trackcalls ?? engine === 'tstrace',
    missing: options.missing ?? true,
    trace,
    timing: options.timing ?? false,
    report: options.report ?? true,
    file: options.file ?? null,
    coverdir: options.coverdir ?? 'tstrace-report',
    print: (options.print ?? []).filter((item): item is ReportItem => item !== 'trace'),
    printTrace: options.print?.includes('trace') ?? false,
    ignoreModule: list(options.ignoreModule).flatMap((names) => names.split(',')),
    ignoreDir: list(options.ignoreDir),
    include,
    exclude: list(options.exclude),
    all: options.all ?? include.length > 0,
    engine,
    pythonCompat: options.pythonCompat ?? false,
  }
}

function checkOption(name: string, value: unknown): void {
  if (!Object.hasOwn(kinds, name)) throw unknownOption(name)
  if (value === undefined) return
  const kind = kinds[name as keyof TstraceOptions]
  if (!fits(value, kind)) {
    throw new TstraceError(
      'bad-option',
      `The option "${name}" is ${JSON.stringify(value)}. It takes ${describe(kind)}.`,
    )
  }
}

function unknownOption(name: string): TstraceError {
  const suggestion = nearest(name, optionNames)
  return new TstraceError(
    'unknown-option',
    `There is no option "${name}". The nearest is "${suggestion}"; the README lists all of them.`,
  )
}

function fits(value: unknown, kind: Kind): boolean {
  if (kind === 'boolean') return typeof value === 'boolean'
  if (kind === 'text') return typeof value === 'string' && value !== ''
  if (kind === 'texts')
    return typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'))
  if ('listOf' in kind) return Array.isArray(value) && value.every((one) => kind.listOf.includes(one as string))
  return kind.includes(value as string)
}

function describe(kind: Kind): string {
  if (kind === 'boolean') return 'true or false'
  if (kind === 'text') return 'a text'
  if (kind === 'texts') return 'a text or a list of texts'
  const words = ('listOf' in kind ? kind.listOf : kind).map((word) => `"${word}"`).join(', ')
  return 'listOf' in kind ? `a list of: ${words}` : `one of: ${words}`
}

function refuseWithIstanbul({ trackcalls, trace, print }: TstraceOptions): void {
  const asked = trackcalls
    ? 'trackcalls'
    : trace
      ? 'trace'
      : print?.find((item) => item === 'callers' || item === 'trace')
  if (asked === undefined) return
  throw new TstraceError(
    'engine-limit',
    `The engine "istanbul" counts lines, functions and branches, but was asked for "${asked}". Leave out "${asked}", or use the engine "tstrace".`,
  )
}

function nowhereToCount(): TstraceError {
  const message =
    'The option "report" is false, so the counts go into a store, and "file" names none. Name one, or leave out "report".'
  return new TstraceError('bad-option', message)
}

function nothingToTime(): TstraceError {
  const message =
    'The option "timing" is true, but there are no lines to time. Set "trace" to true, or leave out "timing".'
  return new TstraceError('bad-option', message)
}

function nothingToPrint(): TstraceError {
  const message = 'The option "print" asks for "trace", but "trace" is false. Set it to true, or leave it out.'
  return new TstraceError('bad-option', message)
}

function list(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat()
}
