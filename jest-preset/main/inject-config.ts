/** Puts our transformer and our test runner in front of those of a project. */
import { resolve } from 'node:path'
import type { TestContext } from '@jest/reporters'
import type { Config } from '@jest/types'
import { builtFile } from '../../src/process/built-file.ts'
import type { TestRun } from '../../src/test-run/test-run.ts'
import {
  type OrderedConfig,
  type Orders,
  type TransformOrders,
  untracedFiles,
  withoutOrders,
} from '../worker-config.ts'

const transformer = builtFile('jest-preset/transformer.mjs')
const testRunner = builtFile('jest-preset/runner.mjs')

/**
 * Jest reads the configuration of a test file only when that starts.
 * @param v8Coverage V8 counts in the same run, for Jest.
 */
export function giveOrders(context: TestContext, run: TestRun, v8Coverage: boolean): void {
  const { config } = context
  if ('tstrace' in config) return
  const untraced = untracedFiles(config)
  run.leaveOut(untraced)
  const { id, root, directory, options } = run
  const { engine, timing } = options
  const tstrace: Orders = {
    root,
    engine,
    directory,
    run: id,
    traces: options.trace ? resolve(root, options.coverdir) : null,
    timing,
    replaced: { testRunner: config.testRunner, transform: config.transform },
  }
  const wrap = (pattern: string, inner: string | null, innerOptions: Record<string, unknown>) => {
    const orders: TransformOrders = { inner, innerOptions, root, options, untraced, v8Coverage }
    return [pattern, transformer, { ...orders }] as [string, string, Record<string, unknown>]
  }
  const transform = config.transform.map(([pattern, inner, innerOptions]) => wrap(pattern, inner, innerOptions))
  // What no transformer of the project's is for.
  transform.push(wrap(String.raw`\.[cm]?[jt]sx?$`, null, {}))
  const ordered: OrderedConfig = { ...config, transform, testRunner, tstrace }
  ;(context as { config: Config.ProjectConfig }).config = Object.freeze(ordered)
}

/** The configuration as it was: what reads it when the tests have run wants nothing of us. */
export function takeOrdersBack(context: TestContext): void {
  const config = bareConfig(context)
  ;(context as { config: Config.ProjectConfig }).config = config
}

export function bareConfig({ config }: TestContext): Config.ProjectConfig {
  return 'tstrace' in config ? Object.freeze(withoutOrders(config as OrderedConfig)) : config
}
