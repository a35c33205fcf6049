/** The project's own transformers, loaded and called as Jest does. */
import type { AsyncTransformer, SyncTransformer, TransformOptions } from '@jest/transform'
import { requireOrImport } from './load.ts'
import { type InjectedConfig, type TransformerConfig, originalConfig } from '../worker-config.ts'
import { stripTypes } from './strip-types.ts'

/** Synchronous, asynchronous, or both. */
export type Transformer = Partial<SyncTransformer & AsyncTransformer>

export interface Inner {
  transformer: Transformer
  /** The request that Jest would make without us. Equal configurations are the same object. */
  request(ours: TransformOptions): TransformOptions
}

export interface InnerTransformers {
  own: Inner
  /** The same without type checks. */
  unchecked: Inner
}

export async function loadInner({ inner, innerOptions }: TransformerConfig): Promise<InnerTransformers> {
  const own = await load(inner, innerOptions)
  if (inner === null || !checksTypes(inner, innerOptions)) return { own, unchecked: own }
  // ts-jest shares one compiler between equal configurations.
  const configuration = { uncheckedByTstrace: true }
  return { own, unchecked: await load(inner, { ...innerOptions, diagnostics: false }, configuration) }
}

/** Whether it is ts-jest, or built on it, with its type checks on. */
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
        const config = { ...originalConfig(ours.config as InjectedConfig), ...configuration }
        own = { config, configString: JSON.stringify(config) }
        known.set(ours.config, own)
      }
      return { ...ours, ...own, transformerConfig: options }
    },
  }
}

/** What Jest does with files that the project has no transformer for. */
const noTransformer: Transformer = {
  process: (text, path) => ({ code: stripTypes(text, path) }),
}

async function loadTransformer(path: string, options: Record<string, unknown>): Promise<Transformer> {
  const loaded = (await requireOrImport(path)) as Transformer & {
    createTransformer?: (options: unknown) => Transformer | Promise<Transformer>
  }
  return loaded.createTransformer ? loaded.createTransformer(options) : loaded
}
