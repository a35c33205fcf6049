/** What is done with a file. */
import type { TransformOptions, TransformedSource } from '@jest/transform'
import type { Warning } from '../../src/model/error.ts'
import { recorderKey } from '../../src/model/protocol.ts'
import { isPlainSource } from '../../src/selection/select.ts'
import { type TransformHost, type Transformed, createTransform, runtime } from '../../src/test-run/transform.ts'
import { createTestRunSelector } from '../../src/selection/untraced.ts'
import { composeMaps } from './compose-maps.ts'
import { kindInMap } from '../module-kind.ts'
import type { Inner, InnerTransformers } from './inner-transformers.ts'
import { instrumentCompiled } from './instrument-compiled.ts'
import type { TransformOrders } from '../worker-config.ts'

/** Asks for one transform after the other, and is given what became of the text; whoever asks may wait for it, or not. */
export type Recipe = Generator<[by: Inner, text: string], TransformedSource, TransformedSource>

export type TransformFile = (text: string, path: string, request: TransformOptions) => Recipe

export async function createRecipe(orders: TransformOrders, inner: InnerTransformers): Promise<TransformFile> {
  const { root, options, untraced, v8Coverage } = orders
  const select = createTestRunSelector(root, options, [untraced])
  let warnings: Warning[] = []
  const host: TransformHost = { select, warn: (found) => warnings.push(...found) }
  const alone = await createTransform(options, host)
  const besideCoverage = await createTransform(options, host, { coverage: 'plain' })

  return function* transformFile(text, path, request) {
    const { cacheFS, instrument } = request
    const coverage = instrument || v8Coverage
    const transform = coverage ? besideCoverage : alone
    const more = coverage ? kindInMap(request) : {}
    // Jest takes a hashbang away, which is part of the text that is hashed.
    const onDisk = cacheFS.get(path)
    const original = onDisk?.startsWith('#!') ? onDisk : text
    warnings = []
    const planted = withoutHashbang(transform.source(original, path))
    const isUnreadable = warnings.some(({ slug }) => slug === 'parse-error')
    // The types are those of the text as it was written, and so are the errors in them.
    const checked = planted && inner.own !== inner.unchecked ? yield [inner.own, text] : null
    if (planted) {
      try {
        return withMap(yield [inner.unchecked, planted.code], planted, more)
      } catch {
        // If not the text is to blame, of which the next lines tell, the transformer can't do with probes.
      }
    }
    const result = checked ?? (yield [inner.own, text])
    const disposition = select(path)
    if (!disposition.trace || (!planted && !isUnreadable && isPlainSource(path))) return result
    const { trackcalls: callers, trace } = options
    const asked = { path: disposition.path, callers, trace, runtime, original, coverage }
    const compiled = instrumentCompiled(result, asked, more)
    return compiled.warnings.length > 0 ? thatWarns(compiled.result, compiled.warnings) : compiled.result
  }
}

function withoutHashbang(planted: Transformed | null): Transformed | null {
  return planted && { ...planted, code: planted.code.replace(/^#!.*/, '') }
}

function withMap(result: TransformedSource, { map }: Transformed, more: object): TransformedSource {
  return map ? composeMaps(result, map, more) : result
}

/** Jest may keep the code for good, and then asks no transformer: so the code itself tells the test runner. */
function thatWarns(result: TransformedSource, warnings: Warning[]): TransformedSource {
  const recorder = `globalThis[Symbol.for("${recorderKey}")]`
  return { ...result, code: `${result.code}\n;${recorder}?.warnings?.push(...${JSON.stringify(warnings)})` }
}
