/** The transform of a bundler: decides whether to instrument a file, and does it. */
import { readFileSync } from 'node:fs'
import type { Warning } from '../model/error.ts'
import type { ResolvedOptions } from '../options/options.ts'
import type { SourceMap } from '../instrument/insertions.ts'
import type { InstrumentResult } from '../instrument/instrument.ts'
import { instrumentBy, unparsed } from '../instrument/instrument.ts'
import { loadIstanbul } from '../istanbul/engine.ts'
import { restoreBlockFunctions } from '../instrument/block-functions.ts'
import { instrumentOutput } from '../instrument/output.ts'
import type { CoverageText } from '../instrument/coverage-strategy.ts'
import { type Selector, isPlainSource } from '../selection/select.ts'
import { type Parse, parseToJson } from '../source/parse.ts'
import { isTooLarge } from '../source/too-large.ts'
import { builtFile } from '../process/built-file.ts'

export interface Transformed {
  code: string
  map: SourceMap | null
}

export interface Transform {
  /** A file's own text, before any other transform; null: leave it alone. */
  source(code: string, id: string): Transformed | null
  /** What esbuild made of that; null: leave it alone. */
  transpiled(code: string, id: string): Transformed | null
  /** The output of other plugins for a file that we cannot parse itself; null: leave it alone. */
  output(code: string, id: string, combinedMap: () => object): Transformed | null
}

export interface TransformHost {
  select: Selector
  warn(warnings: Iterable<Warning>): void
}

/** See `InstrumentOptions.runtime`: test runners are Node. */
export const runtime: string = builtFile('runtime/recorder.cjs')

export interface TransformRequest {
  /**
   * Another tool counts in the same run, and must report what it would without us: it reads TypeScript and JSX behind this
   * transpiler; `plain`: it reads the source.
   */
  coverage?: CoverageText | false
  parse?: Parse
}

/** Throws a TstraceError 'engine-limit' where the other engine is not installed. */
export async function createTransform(
  options: ResolvedOptions,
  host: TransformHost,
  { coverage = false, parse = parseToJson }: TransformRequest = {},
): Promise<Transform> {
  const istanbul = options.engine === 'istanbul' ? await loadIstanbul() : null
  const { trackcalls: callers, trace, maxSize } = options
  let refused = false

  function done({ code, map, warnings }: InstrumentResult, before: string): Transformed | null {
    host.warn(warnings)
    return code === before ? null : { code, map }
  }

  return {
    source(code, id) {
      const file = fileOf(id)
      if (file === null || !isPlainSource(file)) return null
      const disposition = host.select(file)
      if (!disposition.trace) return null
      const { path } = disposition
      const problem = isTooLarge(code, maxSize)
      if (problem) return done(unparsed(code, path, problem), code)
      if (istanbul) return done(istanbul(code, { path, source: file }), code)
      const seen = coverage && (isTranspiled(file) ? coverage : 'plain')
      const settings = { path, source: file, callers, trace, coverage: seen, runtime, sites: false }
      return done(instrumentBy(parse, code, settings), code)
    },
    transpiled(code, id) {
      const file = fileOf(id)
      if (coverage !== 'esbuild' || istanbul || file === null || !isTranspiled(file)) return null
      return host.select(file).trace ? restoreBlockFunctions(code, file, parse) : null
    },
    output(code, id, combinedMap) {
      const file = fileOf(id)
      if (file === null || isPlainSource(file)) return null
      const disposition = host.select(file)
      if (!disposition.trace) return null
      const { path } = disposition
      if (istanbul) {
        if (!refused) host.warn([onlyPlainSource(path)])
        refused = true
        return null
      }
      const original = readFileSync(file, 'utf8')
      const map = combinedMap() as SourceMap
      const settings = {
        path,
        source: file,
        callers,
        trace,
        coverage: coverage !== false,
        runtime,
        original,
        map,
        maxSize,
        parse,
      }
      return done(instrumentOutput(code, settings), code)
    },
  }
}

function onlyPlainSource(path: string): Warning {
  const message = `The engine "istanbul" counts no files that are compiled before they run, such as "${path}". Use the engine "tstrace", or leave them out with "exclude".`
  return { slug: 'engine-limit', message }
}

function isTranspiled(file: string): boolean {
  return /\.(?:[cm]?ts|[jt]sx)$/.test(file)
}

/** The file of a module id; null for virtual modules, and for queries that load something else (`?raw`, `?worker`). */
function fileOf(id: string): string | null {
  if (id.startsWith('\0') || !/^(?:\/|[A-Za-z]:[\\/])/.test(id)) return null
  const query = id.indexOf('?')
  if (query === -1) return id
  return /[?&](?:raw|url|worker|sharedworker|inline|vue|type|svelte)\b/.test(id.slice(query))
    ? null
    : id.slice(0, query)
}
