/** Which files are traced in a test run: what `createSelector` says, less what the test runner knows to be no source. */
import { sep } from 'node:path'
import picomatch from 'picomatch'
import type { ResolvedOptions } from '../options/options.ts'
import { type Selector, createSelector } from './select.ts'
import { builtFile } from '../process/built-file.ts'

/** What a project of the test runner says of its files. Plain data: it goes to workers, and onto disk. */
export interface UntracedFiles {
  /** Globs of test files, for absolute paths. The last one that matches decides; with `!` in front it takes back. */
  tests: string[]
  /** Regular expressions of test files. */
  testPatterns: string[]
  /** Setup files, environments, and what else the configuration names. Absolute paths. */
  named: string[]
}

/** What is no source to one project is none to the others. */
export function createTestRunSelector(root: string, options: ResolvedOptions, untraced: UntracedFiles[]): Selector {
  const select = createSelector(root, options)
  const named = new Set(untraced.flatMap((one) => one.named))
  const matchers = untraced.map(testMatcher)
  return (path) => {
    if (named.has(path)) return { trace: false, reason: 'named in the configuration of the test runner' }
    if (matchers.some((isTest) => isTest(path))) return { trace: false, reason: 'test file' }
    // Linked in, we are no package like others.
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
