/** What a file is asked for as; it travels in its source map, for whoever looks at what was counted in it. */
import type { TransformOptions } from '@jest/transform'

/** A module or not, and what else its transformer may use. */
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

export function kindInMap(request: ModuleKind): object {
  const { supportsDynamicImport, supportsExportNamespaceFrom, supportsStaticESM, supportsTopLevelAwait } = request
  const kind = { supportsDynamicImport, supportsExportNamespaceFrom, supportsStaticESM, supportsTopLevelAwait }
  return { [field]: kind }
}

/** null: the map is not one that `kindInMap` is in. */
export function kindOfMap(map: object): ModuleKind | null {
  return (map as Record<string, ModuleKind | undefined>)[field] ?? null
}
