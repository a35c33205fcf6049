/** Jest's transformer for all files: adds probes, and calls the transformer of the project. */
import { createHash } from 'node:crypto'
import type { AsyncTransformer, SyncTransformer, TransformOptions, TransformedSource } from '@jest/transform'
import packageJson from '../../package.json' with { type: 'json' }
import { type Inner, type Transformer, loadInner } from './inner-transformers.ts'
import { runtime } from '../../src/test-run/transform.ts'
import type { TransformerConfig } from '../worker-config.ts'
import { type Recipe, createRecipe } from './transform-file.ts'

/** It is synchronous, asynchronous or both, as the project's transformer is. */
async function createTransformer(config: TransformerConfig): Promise<Transformer> {
  const inner = await loadInner(config)
  const transformFile = await createRecipe(config, inner)
  const { own } = inner
  const { process, processAsync, getCacheKeyAsync, canInstrument = false } = own.transformer
  const key = (innerKey: string, text: string, path: string): string =>
    hash([packageJson.version, runtime, config, innerKey, text, path])

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
    const [inner, text] = step.value
    const transformer = inner.transformer as SyncTransformer
    step = recipe.next(() => transformer.process(text, path, inner.request(request)))
  }
  return step.value
}

async function followAsync(recipe: Recipe, path: string, request: TransformOptions): Promise<TransformedSource> {
  let step = recipe.next()
  while (!step.done) {
    const [inner, text] = step.value
    const transformer = inner.transformer as AsyncTransformer
    const transform = async (): Promise<TransformedSource> =>
      transformer.processAsync(text, path, inner.request(request))
    step = recipe.next(await transform().then(succeed, failWith))
  }
  return step.value
}

function succeed(result: TransformedSource): () => TransformedSource {
  return () => result
}

function failWith(error: unknown): () => never {
  return () => {
    throw error
  }
}

function cacheKey({ transformer, request }: Inner, text: string, path: string, ours: TransformOptions): string {
  const asked = request(ours)
  return transformer.getCacheKey?.(text, path, asked) ?? defaultKey(asked)
}

/** As Jest's own, for a transformer that makes no key. Our key includes text and path. */
function defaultKey(request: TransformOptions): string {
  const { configString, instrument, supportsDynamicImport, supportsExportNamespaceFrom } = request
  const { supportsStaticESM, supportsTopLevelAwait } = request
  const supports = [supportsDynamicImport, supportsExportNamespaceFrom, supportsStaticESM, supportsTopLevelAwait]
  // Node strips the types, perhaps differently in each version.
  return hash([configString, instrument, ...supports, process.version])
}

function hash(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
