/** The other engine: istanbul-lib-instrument, by way of Babel. Slower; for comparison, and where its very numbers are wanted. */
import { TstraceError } from '../model/error.ts'
import { hashText } from '../model/hash.ts'
import { istanbulPath, istanbulVariable } from './coverage-variable.ts'
import type { FileSites, FunctionSite } from '../model/sites.ts'
import { languageOf } from '../source/parse.ts'
import type { SourceMap } from '../instrument/insertions.ts'
import type { InstrumentOptions, InstrumentResult } from '../instrument/instrument.ts'

type Instrument = (code: string, options: Pick<InstrumentOptions, 'path' | 'language' | 'source'>) => InstrumentResult

/** The part of istanbul-lib-instrument's interface that is used. */
interface Istanbul {
  createInstrumenter(options: object): {
    instrumentSync(code: string, filename: string): string
    lastSourceMap(): SourceMap | null
  }
}

/** Loads the package, which is the user's to install. Throws a TstraceError 'engine-limit' if it is not there. */
export async function loadIstanbul(): Promise<Instrument> {
  try {
    const istanbul = (await import('istanbul-lib-instrument')) as unknown as { default: Istanbul }
    return (code, options) => instrumentWith(istanbul.default, code, options)
  } catch (error) {
    const message =
      'The engine "istanbul" needs the package "istanbul-lib-instrument". Install it, or use the engine "tstrace".'
    throw new TstraceError('engine-limit', message, error)
  }
}

function instrumentWith(
  istanbul: Istanbul,
  code: string,
  { path, language, source = path }: Parameters<Instrument>[1],
): InstrumentResult {
  const instrumenter = istanbul.createInstrumenter({
    coverageVariable: istanbulVariable,
    coverageGlobalScope: 'globalThis',
    coverageGlobalScopeFunc: false,
    esModules: true,
    produceSourceMap: true,
    preserveComments: true,
    compact: false,
    parserPlugins: parserPlugins(language ?? languageOf(path).language),
  })
  try {
    const result = instrumenter.instrumentSync(code, istanbulPath(path, hashText(code)))
    const map = instrumenter.lastSourceMap()
    return { code: result, map: map && { ...map, sources: [source] }, sites: null, warnings: [] }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `Cannot parse "${path}": ${reason}. It runs as it is, and nothing in it is counted.`
    return { code, map: null, sites: null, warnings: [{ slug: 'parse-error', message }] }
  }
}

/** Istanbul calls most functions `(anonymous_3)`: with the names that the same functions have in our reports. */
export function withOwnNames(sites: FileSites, own: FileSites): FileSites {
  const known = new Map(own.functions.map((site) => [bodyStart(site), site]))
  return {
    ...sites,
    functions: sites.functions.map((site) => {
      const { name, kind } = known.get(bodyStart(site)) ?? site
      return { ...site, name, kind }
    }),
  }
}

function bodyStart({ body: { start } }: FunctionSite): string {
  return `${start.line}:${start.column}`
}

function parserPlugins(language: string): string[] {
  const common = [
    'asyncGenerators',
    'decorators',
    'decoratorAutoAccessors',
    'explicitResourceManagement',
    'importAttributes',
  ]
  const typed = language.startsWith('ts') ? ['typescript'] : []
  return [...common, ...typed, ...(language === 'ts' ? [] : ['jsx'])]
}
