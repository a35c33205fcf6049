/** Puts our transformer and our test runner in front of those of a project. */
import { resolve } from 'node:path'
import type { TestContext } from '@jest/reporters'
import type { Config } from '@jest/types'
import { builtFile } from '../../src/process/built-file.ts'
import type { TestRun } from '../../src/test-run/test-run.ts'
import { type InjectedConfig, type TransformerConfig, originalConfig, untracedFiles } from '../worker-config.ts'
import { setConfig } from './jest-internals.ts'

const transformer = builtFile('jest-preset/transformer.mjs')
const testRunner = builtFile('jest-preset/runner.mjs')

/** @param v8Coverage Jest collects V8's coverage in the same run. */
export function injectConfig(context: TestContext, run: TestRun, v8Coverage: boolean): void {
  const { config } = context
  if ('tstrace' in config) return
  const untraced = untracedFiles(config)
  run.leaveOut(untraced)
  const { id, root, directory, options } = run
  const { engine, timing, trace, coverdir } = options
  const wrap = (pattern: string, inner: string | null, innerOptions: TransformerConfig['innerOptions']) => {
    const ours: TransformerConfig = { inner, innerOptions, root, options, untraced, v8Coverage }
    return [pattern, transformer, { ...ours }] as [string, string, Record<string, unknown>]
  }
  const injected: InjectedConfig = {
    ...config,
    transform: [
      ...config.transform.map(([pattern, inner, innerOptions]) => wrap(pattern, inner, innerOptions)),
      // For files that the project has no transformer for.
      wrap(String.raw`\.[cm]?[jt]sx?$`, null, {}),
    ],
    testRunner,
    tstrace: {
      root,
      engine,
      directory,
      run: id,
      traces: trace ? resolve(root, coverdir) : null,
      timing,
      replaced: { testRunner: config.testRunner, transform: config.transform },
    },
  }
  setConfig(context, injected)
}

/** When the tests have run: other readers expect the project's configuration. */
export function restoreConfig(context: TestContext): void {
  setConfig(context, configOf(context))
}

/** The configuration without ours. */
export function configOf({ config }: TestContext): Config.ProjectConfig {
  return 'tstrace' in config ? originalConfig(config as InjectedConfig) : config
}
