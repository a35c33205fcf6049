/** Instruments a file before or after the transformer of the project. */
import type { TransformOptions, TransformedSource } from '@jest/transform'
import type { SourceMap } from '../../src/instrument/index.ts'
import { type OutputOptions, instrumentOutput } from '../../src/instrument/output.ts'
import type { Warning } from '../../src/model/error.ts'
import { recorderKey } from '../../src/model/protocol.ts'
import { isPlainSource } from '../../src/selection/select.ts'
import { type TransformHost, type Transformed, createTransform, runtime } from '../../src/test-run/transform.ts'
import { createTestRunSelector } from '../../src/selection/untraced.ts'
import { composeMaps, splitMap } from './compose-maps.ts'
import { kindField } from '../module-kind.ts'
import type { Inner, InnerTransformers } from './inner-transformers.ts'
import type { TransformerConfig } from '../worker-config.ts'

/**
 * Yields each transform that it needs, and gets a function for the result, which throws if the transform failed. So it works
 * for synchronous and asynchronous transformers.
 */
export type Recipe = Generator<[by: Inner, text: string], TransformedSource, () => TransformedSource>

export type TransformFile = (text: string, path: string, request: TransformOptions) => Recipe

export async function createRecipe(config: TransformerConfig, inner: InnerTransformers): Promise<TransformFile> {
  const { root, options, untraced, v8Coverage } = config
  const select = createTestRunSelector(root, options, [untraced])
  let warnings: Warning[] = []
  const host: TransformHost = { select, warn: (found) => warnings.push(...found) }
  const alone = await createTransform(options, host)
  const besideCoverage = await createTransform(options, host, { coverage: 'plain' })

  return function* transformFile(text, path, request) {
    const { cacheFS, instrument } = request
    const coverage = instrument || v8Coverage
    const transform = coverage ? besideCoverage : alone
    const more = coverage ? kindField(request) : {}
    // Jest removes a hashbang, but the hash of the file includes it.
    const onDisk = cacheFS.get(path)
    const original = onDisk?.startsWith('#!') ? onDisk : text
    warnings = []
    const planted = withoutHashbang(transform.source(original, path))
    const isUnreadable = warnings.some(({ slug }) => slug === 'parse-error')
    const uncounted = warnings.filter(({ slug }) => slug === 'not-counted')
    // Type errors must be those of the user's text.
    const checked = planted && inner.own !== inner.unchecked ? (yield [inner.own, text])() : null
    if (planted) {
      try {
        const compiled = (yield [inner.unchecked, planted.code])()
        if (!lostProbes(planted, compiled)) return withMap(compiled, planted, more)
      } catch {
        // If the user's text is wrong, the next lines throw. If not, the transformer cannot compile probes.
      }
    }
    const result = checked ?? (yield [inner.own, text])()
    if (uncounted.length > 0) return thatWarns(result, uncounted)
    const disposition = select(path)
    if (!disposition.trace || (!planted && !isUnreadable && isPlainSource(path))) return result
    const { trackcalls: callers, trace, maxSize } = options
    const settings = { path: disposition.path, callers, trace, runtime, original, coverage, maxSize }
    return instrumentCompiled(result, settings, more)
  }
}

/**
 * Instruments the output of a transformer, for a file whose own text we cannot parse (Flow, a component) or the transformer
 * does not read from us.
 */
function instrumentCompiled(
  result: TransformedSource,
  options: Omit<OutputOptions, 'map'>,
  more: object,
): TransformedSource {
  const { code, map } = splitMap(result)
  const noMap: SourceMap = { version: 3, sources: [], names: [], mappings: '' }
  const instrumented = instrumentOutput(code, { ...options, map: map ?? noMap })
  const composed = map && instrumented.map ? composeMaps(instrumented, map, more) : result
  return instrumented.warnings.length > 0 ? thatWarns(composed, instrumented.warnings) : composed
}

/** The transformer has compiled another text than the one it was given, such as the one on disk. */
function lostProbes(planted: Transformed, { code }: TransformedSource): boolean {
  return planted.code.includes(recorderKey) && !code.includes(recorderKey)
}

function withoutHashbang(planted: Transformed | null): Transformed | null {
  return planted && { ...planted, code: planted.code.replace(/^#!.*/, '') }
}

function withMap(result: TransformedSource, { map }: Transformed, more: object): TransformedSource {
  return map ? composeMaps(result, map, more) : result
}

/** Jest may take the code from its cache and call no transformer. So the code itself gives the warnings to the test runner. */
function thatWarns(result: TransformedSource, warnings: Warning[]): TransformedSource {
  const recorder = `globalThis[Symbol.for("${recorderKey}")]`
  return { ...result, code: `${result.code}\n;${recorder}?.warnings?.push(...${JSON.stringify(warnings)})` }
}
