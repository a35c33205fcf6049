/** What becomes of a file's text before Node compiles it: instrumented if it is to be traced, and JavaScript. */
import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { sep } from 'node:path'
import process from 'node:process'
import nodeUrl from 'node:url'
import type { SourceMap } from '../instrument/insertions.ts'
import { type InstrumentResult, instrument } from '../instrument/instrument.ts'
import { instrumentOutput } from '../instrument/output.ts'
import type { Warning } from '../model/error.ts'
import { type Selector, createSelector } from '../selection/select.ts'
import type { ModuleFormat } from './module-format.ts'
import { compiledFrom, ownMap } from './own-map.ts'
import { builtFile } from '../process/built-file.ts'
import type { RunSettings } from './run-settings.ts'
import { isTypeScript, needsTransform, toJavaScript } from './typescript.ts'

// The program may replace them while it runs.
const { pathToFileURL } = nodeUrl

export interface Loader {
  traces(filename: string): boolean
  /** The text to compile; the same text where there is nothing to do. */
  prepare(filename: string, text: string, options: PrepareOptions): string
}

export interface PrepareOptions {
  /** null if only the syntax will printWarnings. */
  format: ModuleFormat | null
  /** Nobody will strip types behind us. */
  final?: boolean
}

type Compiled = NonNullable<ReturnType<typeof compiledFrom>>

/** tstrace itself, wherever it is linked from, is not traced. */
const ownFiles = realpathSync(builtFile('')) + sep

/** Whom it tells what it does. */
export interface LoaderHost {
  warn(warnings: Warning[]): void
  /** A file was instrumented. */
  traced(): void
}

export function createLoader(run: RunSettings, host: LoaderHost): Loader {
  const select: Selector = createSelector(run.root, run.options, run.forcedPaths)
  const heedsOwnMaps = heedsMaps()

  function disposition(filename: string): ReturnType<Selector> {
    return filename.startsWith(ownFiles) ? { trace: false, reason: 'tstrace' } : select(filename)
  }

  function prepare(filename: string, text: string, { format, final = false }: PrepareOptions): string {
    const compiled = disposition(filename).trace ? compiledFrom(filename, text) : null
    const { code, map } = instrumented(filename, text, format, compiled)
    if (compiled) return map ? withMap(code, compose(map, compiled.map)) : code
    if (!needsTransform(filename, text) && !(final && isTypeScript(filename))) return map ? withMap(code, map) : code
    const transformed = toJavaScript(filename, code)
    return withMap(transformed.code, map ? compose(transformed.map, map) : { ...transformed.map, sourcesContent: [] })
  }

  function instrumented(
    filename: string,
    text: string,
    format: ModuleFormat | null,
    compiled: Compiled | null,
  ): { code: string; map: SourceMap | null } {
    const chosen = disposition(filename)
    if (!chosen.trace) return { code: text, map: null }
    const options = {
      path: chosen.path,
      source: pathToFileURL(filename).href,
      callers: run.options.trackcalls,
      trace: run.options.trace,
      maxSize: run.options.maxSize,
      sourceType: format ?? 'unambiguous',
      ...(run.recorder === undefined ? {} : { recorder: run.recorder }),
    } as const
    const { code, map, warnings }: InstrumentResult = compiled
      ? instrumentOutput(text, { ...options, ...compiled })
      : instrument(text, { ...options, sites: false })
    // The report finds the others again, once for all processes.
    host.warn(warnings.filter(({ uncounted }) => uncounted !== undefined))
    if (code !== text) host.traced()
    if (code === text || map === null) return { code, map: null }
    const own = heedsOwnMaps && !compiled ? ownMap(filename, text) : null
    // What is on the disk, Node reads there for its messages.
    return { code, map: own ? compose(map, own) : { ...map, sourcesContent: [] } }
  }

  return { traces: (filename) => disposition(filename).trace, prepare }
}

/** Loaded when there is something to compose. */
const load = createRequire(import.meta.url)
type Remapping = (maps: SourceMap[], loader: () => null) => SourceMap
let remapping: Remapping | null = null

function compose(outer: SourceMap, inner: SourceMap): SourceMap {
  remapping ??= load('@jridgewell/remapping') as Remapping
  return remapping([outer, inner], () => null)
}

/** Before we have Node heed ours: whether it heeds those that files bring along. */
export function heedsMaps(): boolean {
  return (process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled === true
}

/** On a line of its own behind the code. */
function withMap(code: string, { sources, sourcesContent = [], names, mappings }: SourceMap): string {
  const json = JSON.stringify({ version: 3, sources, sourcesContent, names, mappings })
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(json).toString('base64')}`
}
