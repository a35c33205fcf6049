/** Puts our transformer and our test runner in front of those of a project. */
import { resolve } from 'node:path'
import type { TestContext } from '@jest/reporters'
import type { Config } from '@jest/types'
import { builtFile } from '../src/test-run/built-file.ts'
import type { TestRun } from '../src/test-run/test-run.ts'
import { type OrderedConfig, type Orders, type TransformOrders, untracedFiles } from './orders.ts'

const transformer = builtFile('jest-preset/transformer.mjs')
const testRunner = builtFile('jest-preset/runner.mjs')

/** Jest reads the configuration of a test file only when that starts. In watch mode it may be one that has its orders. */
export function giveOrders(context: TestContext, run: TestRun): void {
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
    const orders: TransformOrders = { inner, innerOptions, root, options, untraced }
    return [pattern, transformer, { ...orders }] as [string, string, Record<string, unknown>]
  }
  const transform = config.transform.map(([pattern, inner, innerOptions]) => wrap(pattern, inner, innerOptions))
  // What no transformer of the project's is for.
  transform.push(wrap(String.raw`\.[cm]?[jt]sx?$`, null, {}))
  const ordered: OrderedConfig = { ...config, transform, testRunner, tstrace }
  ;(context as { config: Config.ProjectConfig }).config = Object.freeze(ordered)
}
