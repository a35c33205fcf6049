/** A project with its test runner installed, and with us for as long as it is open. */
import { basename, join, resolve } from 'node:path'
import { lend } from '../../scripts/lend.mjs'
import { findRunner } from '../../scripts/runners.mjs'

/** `args`: what else its test runner is told. */
export function openProject(path, args, temporary) {
  const directory = resolve(path)
  const runner = findRunner(directory)
  const { bare, traced, covered, writeTo } = runner
  const cache = cacheOf(runner, temporary)
  const coverages = { tstrace: [...bare, ...traced] }
  for (const provider of ['v8', 'istanbul'])
    if (runner.has(provider)) coverages[provider] = covered(provider, join(temporary, 'coverage'))
  return {
    name: basename(directory),
    directory,
    runner: `${runner.title} ${runner.version}`,
    coverages,
    /** Whether what was transformed is kept. */
    hasCache: cache !== null,
    clearCache: cache && ['--clearCache'],
    writeTo,
    command: (coverage, more) => runner.command([...args, ...more, ...(cache ?? []), ...(coverages[coverage] ?? bare)]),
    close: lend(directory),
  }
}

/** What it is told to have one; null: it has none, as Vitest before 4. Vitest 4 has one if it is asked to. */
function cacheOf({ name, version }, temporary) {
  if (name === 'jest') return [`--cacheDirectory=${join(temporary, 'cache')}`]
  const major = Number.parseInt(version)
  if (major >= 5) return []
  return major === 4 ? ['--experimental.fsModuleCache'] : null
}
