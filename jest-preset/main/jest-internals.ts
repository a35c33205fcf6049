/** All that the reporter uses of Jest's main process without a documented interface: Jest 29.7 and 30. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as JestReporters from '@jest/reporters'
import type { TestContext, TestResult } from '@jest/reporters'
import type * as JestTransform from '@jest/transform'
import type { Config } from '@jest/types'
import type { FileCoverageData } from 'istanbul-lib-coverage'
import type { ModuleKind } from '../module-kind.ts'

/** The packages of the Jest that runs, wherever it is installed. */
function requireFromJest(name: string): unknown {
  const { cache } = createRequire(import.meta.url)
  const core = Object.keys(cache).find((path) => /[\\/]@jest[\\/]core[\\/]build[\\/]/.test(path))
  return createRequire(createRequire(core ?? import.meta.url).resolve('@jest/reporters'))(name)
}

/** The reporters that Jest uses if none is configured. */
export function defaultReporters(globalConfig: Config.GlobalConfig): JestReporters.Reporter[] {
  const { DefaultReporter, SummaryReporter, VerboseReporter } = requireFromJest(
    '@jest/reporters',
  ) as typeof JestReporters
  const first = globalConfig.verbose ? new VerboseReporter(globalConfig) : new DefaultReporter(globalConfig)
  return [first, new SummaryReporter(globalConfig)]
}

/** Jest reads the configuration for a test file after the `onTestFileStart` of all reporters. */
export function setConfig(context: TestContext, config: Config.ProjectConfig): void {
  ;(context as { config: Config.ProjectConfig }).config = Object.freeze(config)
}

export type V8Script = NonNullable<TestResult['v8Coverage']>[number]
export type V8Code = NonNullable<V8Script['codeTransformResult']>

/** Before Jest 30, the scripts that V8 counts are in a wrapper function. The length of its head. */
export function wrapperLength(code: V8Code): number {
  return (code as { wrapperLength?: number }).wrapperLength ?? 0
}

/** Counts as `babel-plugin-istanbul` stores them. */
export type IstanbulCounts = FileCoverageData & {
  _coverageSchema: string
  hash: string
  /** Only if it instrumented the output of another transform. */
  inputSourceMap?: unknown
}

/** The counts in a text that Istanbul instrumented, all of them zero; null: it is not instrumented. */
export function readInitialCounts(code: string): Omit<IstanbulCounts, '_coverageSchema'> | null {
  const istanbul = requireFromJest('istanbul-lib-instrument') as Istanbul
  const initial = istanbul.readInitialCoverage(code)
  return initial && Object.assign(initial.coverageData, { hash: initial.hash })
}

interface Istanbul {
  readInitialCoverage(code: string): { hash: string; coverageData: FileCoverageData } | null
}

export type ScriptTransformer = JestTransform.ScriptTransformer
export type CompileOptions = ModuleKind & { instrument: boolean }

export function createScriptTransformer(config: Config.ProjectConfig): Promise<ScriptTransformer> {
  return (requireFromJest('@jest/transform') as typeof JestTransform).createScriptTransformer(config)
}

/** Compiles a file as Jest does for its workers, or takes it from Jest's cache. */
export async function compile(
  transformer: ScriptTransformer,
  path: string,
  options: CompileOptions,
): Promise<JestTransform.TransformResult> {
  // Jest removes a hashbang before it calls transformers.
  const text = readFileSync(path, 'utf8').replace(/^#!.*/, '')
  // Not in Jest 29.
  const { canTransformSync } = transformer as Partial<typeof transformer>
  const isSync = !options.supportsStaticESM && (canTransformSync?.call(transformer, path) ?? true)
  return isSync
    ? transformer.transformSource(path, text, options)
    : transformer.transformSourceAsync(path, text, options)
}
