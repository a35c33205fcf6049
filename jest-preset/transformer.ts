/** The transformer of every file: plants probes into its own text, and hands that to the transformer it had. */
import { createHash } from 'node:crypto'
import type { AsyncTransformer, SyncTransformer, TransformOptions, TransformedSource } from '@jest/transform'
import packageJson from '../package.json' with { type: 'json' }
import { type Transform, type Transformed, createTransform } from '../src/transform.ts'
import { composeMaps } from './compose-maps.ts'
import { requireOrImport } from './load.ts'
import { type OrderedConfig, type TransformOrders, withoutOrders } from './orders.ts'
import { createProjectSelector } from './select.ts'
import { stripTypes } from './strip-types.ts'

/** Either kind; which methods there are says what it can. */
type Transformer = Partial<SyncTransformer & AsyncTransformer>

async function createTransformer(orders: TransformOrders): Promise<Transformer> {
  const { root, options, untraced } = orders
  const inner = orders.inner === null ? noTransformer : await loadTransformer(orders.inner, orders.innerOptions)
  const select = createProjectSelector(root, options, untraced)
  const transform = await createTransform(options, { select, warn: () => {} })
  const ownKey = JSON.stringify([packageJson.version, root, options, untraced])
  const toInner = innerOptions(orders)

  const key = (text: string, path: string, request: TransformOptions, innerKey: string | undefined): string =>
    hash([ownKey, innerKey ?? defaultKey(text, path, toInner(request)), text, path])

  const { process, processAsync, getCacheKey, getCacheKeyAsync } = inner
  const wrapped: Transformer = {
    canInstrument: inner.canInstrument ?? false,
    getCacheKey: (text, path, request) =>
      key(text, path, request, getCacheKey?.call(inner, text, path, toInner(request))),
  }
  if (getCacheKeyAsync)
    wrapped.getCacheKeyAsync = async (text, path, request) =>
      key(text, path, request, await getCacheKeyAsync.call(inner, text, path, toInner(request)))
  if (process)
    wrapped.process = (text, path, request) => {
      const planted = plant(transform, text, path, request)
      return finish(process.call(inner, planted?.code ?? text, path, toInner(request)), planted)
    }
  if (processAsync)
    wrapped.processAsync = async (text, path, request) => {
      const planted = plant(transform, text, path, request)
      return finish(await processAsync.call(inner, planted?.code ?? text, path, toInner(request)), planted)
    }
  return wrapped
}

const factory: { createTransformer: typeof createTransformer } = { createTransformer }

export default factory

/** Of files that no transformer of the project's is for: what Jest itself does with those. */
const noTransformer: Transformer = {
  process: (text, path) => ({ code: stripTypes(text, path) }),
}

async function loadTransformer(path: string, options: Record<string, unknown>): Promise<Transformer> {
  const loaded = (await requireOrImport(path)) as Transformer & {
    createTransformer?: (options: unknown) => Transformer | Promise<Transformer>
  }
  return loaded.createTransformer ? loaded.createTransformer(options) : loaded
}

/** What Jest would have given the transformer without us; the same object for the same configuration. */
function innerOptions(orders: TransformOrders): (options: TransformOptions) => TransformOptions {
  const known = new WeakMap<object, Pick<TransformOptions, 'config' | 'configString'>>()
  return (options) => {
    let own = known.get(options.config)
    if (!own) {
      const config = withoutOrders(options.config as OrderedConfig)
      own = { config, configString: JSON.stringify(config) }
      known.set(options.config, own)
    }
    return { ...options, ...own, transformerConfig: orders.innerOptions }
  }
}

/** Jest has taken a hashbang away, which is part of the text that was hashed and will be looked at. */
function plant(transform: Transform, text: string, path: string, { cacheFS }: TransformOptions): Transformed | null {
  const onDisk = cacheFS.get(path)
  if (!onDisk?.startsWith('#!')) return transform.source(text, path)
  const planted = transform.source(onDisk, path)
  return planted && { ...planted, code: planted.code.replace(/^#!.*/, '') }
}

function finish(result: TransformedSource, planted: Transformed | null): TransformedSource {
  return planted?.map ? composeMaps(result, planted.map) : result
}

/** As Jest makes it for a transformer that makes none. */
function defaultKey(text: string, path: string, request: TransformOptions): string {
  const { configString, instrument, supportsDynamicImport, supportsExportNamespaceFrom } = request
  const { supportsStaticESM, supportsTopLevelAwait } = request
  const supports = [supportsDynamicImport, supportsExportNamespaceFrom, supportsStaticESM, supportsTopLevelAwait]
  return hash([text, path, configString, instrument, ...supports])
}

function hash(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
