/** The transformers that a project has for its files, as Jest would load and ask them. */
import type { AsyncTransformer, SyncTransformer, TransformOptions } from '@jest/transform'
import { requireOrImport } from './load.ts'
import { type OrderedConfig, type TransformOrders, withoutOrders } from '../worker-config.ts'
import { stripTypes } from './strip-types.ts'

/** Of either kind; which methods there are says what it can. */
export type Transformer = Partial<SyncTransformer & AsyncTransformer>

export interface Inner {
  transformer: Transformer
  /** What Jest would have asked it without us; the same configuration is the same object again. */
  request(ours: TransformOptions): TransformOptions
}

export interface InnerTransformers {
  /** The project's. */
  own: Inner
  /** One that compiles the same and checks no types; the project's, where that does not check any. */
  unchecked: Inner
}

export async function loadInner({ inner, innerOptions }: TransformOrders): Promise<InnerTransformers> {
  const own = await load(inner, innerOptions)
  if (inner === null || !checksTypes(inner, innerOptions)) return { own, unchecked: own }
  // ts-jest keeps one compiler for each configuration, which must not be the same for both.
  const configuration = { uncheckedByTstrace: true }
  return { own, unchecked: await load(inner, { ...innerOptions, diagnostics: false }, configuration) }
}

/** ts-jest, and what is built on it; unless it is told not to. */
function checksTypes(path: string, { diagnostics, isolatedModules }: Record<string, unknown>): boolean {
  return /[\\/](?:ts-jest|jest-preset-angular)[\\/]/.test(path) && diagnostics !== false && isolatedModules !== true
}

async function load(
  path: string | null,
  options: Record<string, unknown>,
  configuration: Record<string, unknown> = {},
): Promise<Inner> {
  const known = new WeakMap<object, Pick<TransformOptions, 'config' | 'configString'>>()
  return {
    transformer: path === null ? noTransformer : await loadTransformer(path, options),
    request(ours) {
      let own = known.get(ours.config)
      if (!own) {
        const config = { ...withoutOrders(ours.config as OrderedConfig), ...configuration }
        own = { config, configString: JSON.stringify(config) }
        known.set(ours.config, own)
      }
      return { ...ours, ...own, transformerConfig: options }
    },
  }
}

/** For files that no transformer of the project's is for: what Jest itself does with those. */
const noTransformer: Transformer = {
  process: (text, path) => ({ code: stripTypes(text, path) }),
}

async function loadTransformer(path: string, options: Record<string, unknown>): Promise<Transformer> {
  const loaded = (await requireOrImport(path)) as Transformer & {
    createTransformer?: (options: unknown) => Transformer | Promise<Transformer>
  }
  return loaded.createTransformer ? loaded.createTransformer(options) : loaded
}
