/** The names of formats, what each of them takes, and the checks of both. */
import { posix } from 'node:path'
import { TstraceError } from '../model/error.ts'
import { nearest } from './nearest.ts'

/** The formats of istanbul-reports, by their names there, each with the options that it has there. */
const optionsOf = {
  clover: ['file', 'projectRoot'],
  cobertura: ['file', 'projectRoot', 'timestamp'],
  html: ['skipEmpty', 'subdir', 'verbose'],
  'html-spa': ['metricsToShow', 'skipEmpty', 'subdir', 'verbose'],
  json: ['file'],
  'json-summary': ['file'],
  lcov: ['file', 'projectRoot'],
  lcovonly: ['file', 'projectRoot'],
  teamcity: ['blockName', 'file'],
  text: ['file', 'maxCols', 'skipEmpty', 'skipFull'],
  'text-lcov': ['projectRoot'],
  'text-summary': ['file'],
} as const

export type IstanbulFormat = keyof typeof optionsOf

export const istanbulFormats: readonly IstanbulFormat[] = Object.keys(optionsOf) as IstanbulFormat[]

/** Those of Python's trace, as tstrace writes them. */
const ownFormats = ['listing', 'summary', 'functions', 'callers'] as const

export type FormatName = (typeof ownFormats)[number] | IstanbulFormat

export const formatNames: readonly FormatName[] = [...istanbulFormats, ...ownFormats]

/** Those of istanbul-reports; each format takes some of them. */
export interface FormatOptions {
  /** Where the format is written, in `coverdir`. */
  file?: string
  /** The directory that the names of files start at in the format. */
  projectRoot?: string
  /** A directory in `coverdir`. */
  subdir?: string
  skipEmpty?: boolean
  skipFull?: boolean
  maxCols?: number
  blockName?: string
  metricsToShow?: ('lines' | 'branches' | 'functions' | 'statements')[]
  timestamp?: string
  verbose?: boolean
}

/** A format's name, or that with options: `['lcov', { file: 'all.info' }]`. */
export type FormatRequest = FormatName | readonly [FormatName, FormatOptions]

export function hasFormat(format: FormatName | readonly FormatRequest[] | undefined, name: FormatName): boolean {
  return [format].flat().some((one) => one === name || one?.[0] === name)
}

/** Throws a TstraceError 'bad-option', which names the format or its option. */
export function checkFormats(value: unknown): void {
  if (typeof value === 'string') return checkName(value)
  if (!Array.isArray(value)) throw wrongShape(value)
  for (const [index, item] of value.entries()) {
    if (typeof item === 'string') checkName(item)
    else if (Array.isArray(item)) checkPair(item)
    else throw isObject(item) && index > 0 ? pairsMissing(value[index - 1], item) : wrongShape(value)
  }
}

function checkName(name: string): void {
  if ((formatNames as readonly string[]).includes(name)) return
  throw badFormat(
    `There is no format "${name}". The nearest is "${nearest(name, formatNames)}"; there are ${formatNames.join(', ')}.`,
  )
}

function checkPair(pair: unknown[]): void {
  const [name, options = {}, ...more] = pair
  if (typeof name !== 'string' || !isObject(options) || more.length > 0) throw wrongShape([pair])
  checkName(name)
  for (const [option, value] of Object.entries(options)) checkOption(name, option, value)
}

function checkOption(format: string, option: string, value: unknown): void {
  const known: readonly string[] = format in optionsOf ? optionsOf[format as IstanbulFormat] : []
  if (!known.includes(option)) throw unknownOption(format, option, known)
  if (JSON.stringify(value) === undefined)
    throw badFormat(
      `The option "${option}" of the format "${format}" is no data. Write it as text, number, or true or false.`,
    )
  if ((option === 'file' || option === 'subdir') && !isInside(value))
    throw badFormat(
      `The option "${option}" of the format "${format}" is ${JSON.stringify(value)}. ` +
        'Formats are written into the directory of the report only: give a path that starts there, or set "coverdir".',
    )
}

function unknownOption(format: string, option: string, known: readonly string[]): TstraceError {
  const help =
    known.length === 0 ? 'It takes none' : `The nearest is "${nearest(option, known)}"; there are ${known.join(', ')}`
  return badFormat(`The format "${format}" has no option "${option}". ${help}.`)
}

function isInside(value: unknown): boolean {
  if (typeof value !== 'string' || value === '' || /^(?:[/\\]|[A-Za-z]:)/.test(value)) return false
  return !posix.normalize(value.replaceAll('\\', '/')).startsWith('..')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrongShape(value: unknown): TstraceError {
  return badFormat(
    `The option "format" is ${JSON.stringify(value)}. It takes names of formats, each alone or with options: ["html", ["lcov", { "file": "all.info" }]].`,
  )
}

function pairsMissing(name: unknown, options: object): TstraceError {
  return badFormat(
    `The option "format" has ${JSON.stringify(options)} in its list. ` +
      `A format and its options are a list of their own: [[${JSON.stringify(name)}, ${JSON.stringify(options)}]].`,
  )
}

function badFormat(message: string): TstraceError {
  return new TstraceError('bad-option', message)
}
