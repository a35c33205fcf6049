/** What Jest itself makes of a file, without us. It comes from Jest's own cache, if there has been a run without us. */
import { readFileSync } from 'node:fs'
import type * as JestTransform from '@jest/transform'
import type { Config } from '@jest/types'
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { requireOfReporters } from './jest-packages.ts'
import type { ModuleKind } from '../module-kind.ts'

/** The part of istanbul-lib-instrument's interface that is used. */
interface Istanbul {
  readInitialCoverage(code: string): { hash: string; coverageData: FileCoverageData } | null
}

export class BareFiles {
  readonly #transform: typeof JestTransform
  readonly #istanbul: Istanbul
  readonly #transformers = new Map<string, Promise<JestTransform.ScriptTransformer>>()

  constructor() {
    const require = requireOfReporters()
    this.#transform = require('@jest/transform') as typeof JestTransform
    this.#istanbul = require('istanbul-lib-instrument') as Istanbul
  }

  /** As it runs without us. */
  async code(config: Config.ProjectConfig, path: string, kind: ModuleKind): Promise<JestTransform.TransformResult> {
    return this.#compile(config, path, { ...kind, instrument: false })
  }

  /** What Istanbul counts in it, all zero; null: nothing. */
  async coverage(config: Config.ProjectConfig, path: string, kind: ModuleKind): Promise<FileCoverageData | null> {
    const { code } = await this.#compile(config, path, { ...kind, instrument: true })
    const initial = this.#istanbul.readInitialCoverage(code)
    return initial && Object.assign(initial.coverageData, { hash: initial.hash })
  }

  async #compile(
    config: Config.ProjectConfig,
    path: string,
    options: ModuleKind & { instrument: boolean },
  ): Promise<JestTransform.TransformResult> {
    const transformer = await this.#transformer(config)
    // As Jest hands it to transformers.
    const text = readFileSync(path, 'utf8').replace(/^#!.*/, '')
    // Jest 29 does not say what a transformer can.
    const { canTransformSync } = transformer as Partial<typeof transformer>
    const isSync = !options.supportsStaticESM && (canTransformSync?.call(transformer, path) ?? true)
    return isSync
      ? transformer.transformSource(path, text, options)
      : transformer.transformSourceAsync(path, text, options)
  }

  #transformer(config: Config.ProjectConfig): Promise<JestTransform.ScriptTransformer> {
    const known = this.#transformers.get(config.id) ?? this.#transform.createScriptTransformer(config)
    this.#transformers.set(config.id, known)
    return known
  }
}
