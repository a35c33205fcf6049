/** The kind of module that Jest asks a transformer for. The source map carries it from the worker to the main process. */
import type { TransformOptions } from '@jest/transform'

export type ModuleKind = Pick<
  TransformOptions,
  'supportsDynamicImport' | 'supportsExportNamespaceFrom' | 'supportsStaticESM' | 'supportsTopLevelAwait'
>

const field = 'x_tstrace_kind'

export const commonjs: ModuleKind = {
  supportsDynamicImport: false,
  supportsExportNamespaceFrom: false,
  supportsStaticESM: false,
  supportsTopLevelAwait: false,
}

/** A field for a source map. */
export function kindField(request: ModuleKind): object {
  const { supportsDynamicImport, supportsExportNamespaceFrom, supportsStaticESM, supportsTopLevelAwait } = request
  const kind = { supportsDynamicImport, supportsExportNamespaceFrom, supportsStaticESM, supportsTopLevelAwait }
  return { [field]: kind }
}

/** null: the map does not have the field. */
export function kindOfMap(map: object): ModuleKind | null {
  return (map as Record<string, ModuleKind | undefined>)[field] ?? null
}
