/** Which files are traced in a project of Jest's: what `createSelector` says, less what the project knows to be no source. */
import { sep } from 'node:path'
import type { Config } from '@jest/types'
import picomatch from 'picomatch'
import type { ResolvedOptions } from '../src/model/options.ts'
import { type Selector, createSelector } from '../src/select.ts'
import type { UntracedFiles } from './orders.ts'

export function createProjectSelector(root: string, options: ResolvedOptions, untraced: UntracedFiles): Selector {
  const select = createSelector(root, options)
  const named = new Set(untraced.named)
  const isTest = testMatcher(untraced)
  return (path) => {
    if (named.has(path)) return { trace: false, reason: 'named in the configuration of Jest' }
    if (isTest(path)) return { trace: false, reason: 'test' }
    return select(path)
  }
}

export function untracedFiles(config: Config.ProjectConfig): UntracedFiles {
  const { testMatch, testRegex, setupFiles, setupFilesAfterEnv, snapshotSerializers } = config
  const { globalSetup, globalTeardown, testEnvironment, testRunner, runner, resolver, snapshotResolver } = config
  const single = [globalSetup, globalTeardown, testEnvironment, testRunner, runner, resolver, snapshotResolver]
  return {
    testMatch,
    testRegex: testRegex.map((pattern) => (typeof pattern === 'string' ? pattern : pattern.source)),
    named: [
      ...setupFiles,
      ...setupFilesAfterEnv,
      ...snapshotSerializers,
      ...config.transform.map(([, path]) => path),
      ...single.filter((path) => typeof path === 'string'),
    ],
  }
}

/** As Jest decides: the last glob that has a say wins, and one expression is enough. */
function testMatcher({ testMatch, testRegex }: UntracedFiles): (path: string) => boolean {
  const globs = testMatch.map((glob) => {
    const negated = glob.startsWith('!')
    return { negated, matches: picomatch(negated ? glob.slice(1) : glob, { dot: true }) }
  })
  const expressions = testRegex.map((pattern) => new RegExp(pattern))
  return (path) => {
    const slashed = path.split(sep).join('/')
    const last = globs.findLast(({ matches }) => matches(slashed))
    return (last !== undefined && !last.negated) || expressions.some((expression) => expression.test(path))
  }
}
