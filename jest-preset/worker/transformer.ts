/** The transformer of every file: plants probes into it, and has the transformer of the project do its work. */
import { createHash } from 'node:crypto'
import type { AsyncTransformer, SyncTransformer, TransformOptions, TransformedSource } from '@jest/transform'
import packageJson from '../../package.json' with { type: 'json' }
import { type Inner, type Transformer, loadInner } from './inner-transformers.ts'
import { runtime } from '../../src/test-run/transform.ts'
import type { TransformOrders } from '../worker-config.ts'
import { type Recipe, createRecipe } from './transform-file.ts'

/** What it can, the project's transformer can: at once, in time, or both. */
async function createTransformer(orders: TransformOrders): Promise<Transformer> {
  const inner = await loadInner(orders)
  const transformFile = await createRecipe(orders, inner)
  const { own } = inner
  const { process, processAsync, getCacheKeyAsync, canInstrument = false } = own.transformer
  const key = (innerKey: string, text: string, path: string): string =>
    hash([packageJson.version, runtime, orders, innerKey, text, path])

  const wrapped: Transformer = {
    canInstrument,
    getCacheKey: (text, path, request) => key(cacheKey(own, text, path, request), text, path),
  }
  if (getCacheKeyAsync)
    wrapped.getCacheKeyAsync = async (text, path, request) =>
      key(await getCacheKeyAsync.call(own.transformer, text, path, own.request(request)), text, path)
  if (process) wrapped.process = (text, path, request) => follow(transformFile(text, path, request), path, request)
  if (processAsync)
    wrapped.processAsync = (text, path, request) => followAsync(transformFile(text, path, request), path, request)
  return wrapped
}

const factory: { createTransformer: typeof createTransformer } = { createTransformer }

export default factory

function follow(recipe: Recipe, path: string, request: TransformOptions): TransformedSource {
  let step = recipe.next()
  while (!step.done) {
    const [{ transformer, request: asked }, text] = step.value
    let result: TransformedSource
    try {
      result = (transformer as SyncTransformer).process(text, path, asked(request))
    } catch (error) {
      step = recipe.throw(error)
      continue
    }
    step = recipe.next(result)
  }
  return step.value
}

async function followAsync(recipe: Recipe, path: string, request: TransformOptions): Promise<TransformedSource> {
  let step = recipe.next()
  while (!step.done) {
    const [{ transformer, request: asked }, text] = step.value
    let result: TransformedSource
    try {
      result = await (transformer as AsyncTransformer).processAsync(text, path, asked(request))
    } catch (error) {
      step = recipe.throw(error)
      continue
    }
    step = recipe.next(result)
  }
  return step.value
}

function cacheKey({ transformer, request }: Inner, text: string, path: string, ours: TransformOptions): string {
  const asked = request(ours)
  return transformer.getCacheKey?.(text, path, asked) ?? defaultKey(asked)
}

/** As Jest makes it for a transformer that makes none; text and path are in the key anyway. */
function defaultKey(request: TransformOptions): string {
  const { configString, instrument, supportsDynamicImport, supportsExportNamespaceFrom } = request
  const { supportsStaticESM, supportsTopLevelAwait } = request
  const supports = [supportsDynamicImport, supportsExportNamespaceFrom, supportsStaticESM, supportsTopLevelAwait]
  // Types are taken away by Node, which may do it in another way in another version.
  return hash([configString, instrument, ...supports, process.version])
}

function hash(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
