/** Which files are traced in a test run: those that `createSelector` selects, without tests, setup files and our own. */
import { sep } from 'node:path'
import picomatch from 'picomatch'
import type { ResolvedOptions } from '../options/options.ts'
import { type Selector, createSelector } from './select.ts'
import { builtFile } from '../process/built-file.ts'

/** The files of one project that are no sources. Plain data, because it is sent to workers and written to disk. */
export interface UntracedFiles {
  /** Globs of test files, for absolute paths. The last match decides; a glob with `!` in front means "no test file". */
  tests: string[]
  /** Regular expressions of test files. */
  testPatterns: string[]
  /** Absolute paths of setup files, environments and other files that the configuration names. */
  named: string[]
}

/** A file that is no source in one project is no source in any. */
export function createTestRunSelector(root: string, options: ResolvedOptions, untraced: UntracedFiles[]): Selector {
  const select = createSelector(root, options)
  const named = new Set(untraced.flatMap((one) => one.named))
  const matchers = untraced.map(testMatcher)
  return (path) => {
    if (named.has(path)) return { trace: false, reason: 'named in the configuration of the test runner' }
    if (matchers.some((isTest) => isTest(path))) return { trace: false, reason: 'test file' }
    // Linked with `npm link`, tstrace is not in node_modules.
    return path.startsWith(ourOwn) ? { trace: false, reason: 'tstrace' } : select(path)
  }
}

const ourOwn = builtFile('') + sep

function testMatcher({ tests, testPatterns }: UntracedFiles): (path: string) => boolean {
  const globs = tests.map((glob) => {
    const negated = glob.startsWith('!')
    return { negated, matches: picomatch(negated ? glob.slice(1) : glob, { dot: true }) }
  })
  const expressions = testPatterns.map((pattern) => new RegExp(pattern))
  return (path) => {
    const slashed = path.split(sep).join('/')
    const last = globs.findLast(({ matches }) => matches(slashed))
    return (last !== undefined && !last.negated) || expressions.some((expression) => expression.test(path))
  }
}
