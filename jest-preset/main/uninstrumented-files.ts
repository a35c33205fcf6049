/** Files as Jest compiles them without us. An earlier run without us has left them in Jest's cache. */
import type { TransformResult } from '@jest/transform'
import type { Config } from '@jest/types'
import type { ModuleKind } from '../module-kind.ts'
import {
  type IstanbulCounts,
  type ScriptTransformer,
  compile,
  createScriptTransformer,
  readInitialCounts,
} from './jest-internals.ts'

export class UninstrumentedFiles {
  readonly #transformers = new Map<string, Promise<ScriptTransformer>>()

  /** The code that Jest would run. */
  async code(config: Config.ProjectConfig, path: string, kind: ModuleKind): Promise<TransformResult> {
    return compile(await this.#transformer(config), path, { ...kind, instrument: false })
  }

  /** What Istanbul would count in it, all zero; null: nothing. */
  async istanbulCounts(
    config: Config.ProjectConfig,
    path: string,
    kind: ModuleKind,
  ): Promise<Omit<IstanbulCounts, '_coverageSchema'> | null> {
    const { code } = await compile(await this.#transformer(config), path, { ...kind, instrument: true })
    return readInitialCounts(code)
  }

  #transformer(config: Config.ProjectConfig): Promise<ScriptTransformer> {
    const known = this.#transformers.get(config.id) ?? createScriptTransformer(config)
    this.#transformers.set(config.id, known)
    return known
  }
}
