/** Every format of a report by its name. A new one is a file with its renderer, and a row here. */
import type { Report } from '../model/analysis.ts'
import type { FormatName, FormatRequest, IstanbulFormat } from '../options/formats.ts'
import type { ResolvedOptions } from '../options/options.ts'
import type { ReportFile } from '../report/write.ts'
import { renderCallers } from './callers.ts'
import type { Format, FormatContext, Output } from './format.ts'
import { type RowOptions, renderFunctions } from './functions.ts'
import { listingName, renderListing } from './listing.ts'
import { renderSummary } from './summary.ts'

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
  return (report, { options }) => [
    { name, render: () => ({ [Symbol.iterator]: () => render(report, options)[Symbol.iterator]() }) },
  ]
}

/** Loaded when it is used: few runs do. */
function istanbul(format: IstanbulFormat): Format {
  return async (report, context, options) =>
    (await import('./istanbul.ts')).renderIstanbul(format, report, context, options)
}

/** What the options want in the report's directory. */
export function chosenFormats({
  count,
  listfuncs,
  trackcalls,
  format = [],
}: Pick<ResolvedOptions, 'count' | 'listfuncs' | 'trackcalls'> &
  Partial<Pick<ResolvedOptions, 'format'>>): FormatRequest[] {
  const requests: FormatRequest[] = [
    ...(count ? (['listing', 'summary'] as const) : []),
    ...(listfuncs ? (['functions'] as const) : []),
    ...(trackcalls ? (['callers'] as const) : []),
    ...format,
  ]
  return [...new Map(requests.map((one) => [JSON.stringify([one].flat()), one])).values()]
}

/** What the files of the formats that a report has by itself are called. */
const fileNames: Partial<Record<FormatName | 'trace', RegExp>> = {
  listing: /\.cover$/,
  summary: /^summary\.txt$/,
  functions: /^functions\.txt$/,
  callers: /^callers\.txt$/,
  trace: /^trace\/.+\.trace$/,
}

/** Tells whether a file of an earlier report belongs to one of these formats, or is none that a report has by itself. */
export function namesOf(requests: (FormatRequest | 'trace')[]): (name: string) => boolean {
  const replaced = requests.map((request) => fileNames[request === 'trace' ? request : formatOf(request)])
  const kept = Object.values(fileNames).filter((pattern) => !replaced.includes(pattern))
  return (name) => !kept.some((pattern) => pattern.test(name))
}

export interface Rendered {
  files: ReportFile[]
  /** For the terminal. */
  text: string
}

export async function renderFormats(
  requests: FormatRequest[],
  report: Report,
  context: FormatContext,
): Promise<Rendered> {
  const outputs = (await Promise.all(requests.map((one) => renderFile(one, requests, report, context)))).flat()
  return {
    files: outputs.filter((output): output is ReportFile => output.name !== null),
    text: toText(outputs.filter(({ name }) => name === null)),
  }
}

/** They write files of the same names: together, each has a folder of its own. */
const pages: readonly FormatName[] = ['html', 'html-spa']

async function renderFile(
  request: FormatRequest,
  requests: FormatRequest[],
  report: Report,
  context: FormatContext,
): Promise<Output[]> {
  const outputs = await renderOne(request, report, context)
  const names = requests.map(formatOf)
  const isApart = pages.includes(formatOf(request)) && pages.every((one) => names.includes(one))
  return isApart ? outputs.map(({ name, render }) => ({ name: `${formatOf(request)}/${name}`, render })) : outputs
}

/** The files of these formats as one text. */
export async function renderLists(
  requests: FormatRequest[],
  report: Report,
  context: FormatContext,
): Promise<string[]> {
  return Promise.all(requests.map(async (one) => toText(await renderOne(one, report, context))))
}

async function renderOne(request: FormatRequest, report: Report, context: FormatContext): Promise<Output[]> {
  return formats[formatOf(request)](report, context, typeof request === 'string' ? {} : request[1])
}

function formatOf(request: FormatRequest): FormatName {
  return typeof request === 'string' ? request : request[0]
}

function toText(outputs: Output[]): string {
  return outputs.map(({ render }) => [...render()].join('')).join('')
}
