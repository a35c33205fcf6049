/** Every format of a report by its name. A new one is a file with its renderer, and a row here. */
import type { Report } from '../model/analysis.ts'
import type { IstanbulFormat, ReportItem, ResolvedOptions } from '../options/options.ts'
import type { ReportFile } from '../report/write.ts'
import { renderCallers } from './callers.ts'
import type { Format, FormatContext, Output } from './format.ts'
import { type RowOptions, renderFunctions } from './functions.ts'
import { listingName, renderListing } from './listing.ts'
import { renderSummary } from './summary.ts'

export type FormatName = 'listing' | ReportItem | IstanbulFormat

const formats: Readonly<Record<FormatName, Format>> = {
  listing: (report, { options }) =>
    report.files.map((file) => ({ name: listingName(file.path), render: () => [renderListing(file, options)] })),
  summary: textFile('summary.txt', renderSummary),
  functions: textFile('functions.txt', renderFunctions),
  callers: textFile('callers.txt', renderCallers),
  clover: istanbul('clover'),
  cobertura: istanbul('cobertura'),
  html: istanbul('html'),
  'html-spa': istanbul('html-spa'),
  json: istanbul('json'),
  'json-summary': istanbul('json-summary'),
  lcov: istanbul('lcov'),
  lcovonly: istanbul('lcovonly'),
  teamcity: istanbul('teamcity'),
  text: istanbul('text'),
  'text-lcov': istanbul('text-lcov'),
  'text-summary': istanbul('text-summary'),
}

function textFile(name: string, render: (report: Report, options: RowOptions) => Iterable<string>): Format {
  return (report, { options, brief = false }) => [
    { name, render: () => ({ [Symbol.iterator]: () => render(report, { ...options, brief })[Symbol.iterator]() }) },
  ]
}

/** Loaded when it is used: few runs do. */
function istanbul(format: IstanbulFormat): Format {
  return async (report, context) => (await import('./istanbul.ts')).renderIstanbul(format, report, context)
}

/** What the options want in the report's directory. */
export function chosenFormats({
  count,
  listfuncs,
  trackcalls,
}: Pick<ResolvedOptions, 'count' | 'listfuncs' | 'trackcalls'>): FormatName[] {
  return [
    ...(count ? (['listing', 'summary'] as const) : []),
    ...(listfuncs ? (['functions'] as const) : []),
    ...(trackcalls ? (['callers'] as const) : []),
  ]
}

/** What the files of the formats that a report has by itself are called. */
const fileNames: Partial<Record<FormatName | 'trace', RegExp>> = {
  listing: /\.cover$/,
  summary: /^summary\.txt$/,
  functions: /^functions\.txt$/,
  callers: /^callers\.txt$/,
  trace: /^trace\/.+\.trace$/,
}

/** Tells whether a file of an earlier report belongs to one of these formats. */
export function namesOf(formatNames: (FormatName | 'trace')[]): (name: string) => boolean {
  return (name) => formatNames.some((format) => fileNames[format]?.test(name))
}

export interface Rendered {
  files: ReportFile[]
  /** For the terminal. */
  text: string
}

export async function renderFormats(names: FormatName[], report: Report, context: FormatContext): Promise<Rendered> {
  const outputs = (await Promise.all(names.map((name) => formats[name](report, context)))).flat()
  return {
    files: outputs.filter((output): output is ReportFile => output.name !== null),
    text: toText(outputs.filter(({ name }) => name === null)),
  }
}

/** The files of these formats as one text. */
export async function renderLists(names: FormatName[], report: Report, context: FormatContext): Promise<string[]> {
  return Promise.all(names.map(async (name) => toText(await formats[name](report, context))))
}

function toText(outputs: Output[]): string {
  return outputs.map(({ render }) => [...render()].join('')).join('')
}
