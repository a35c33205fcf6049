import { join } from 'node:path'

export const vitest = { name: 'vitest', title: 'Vitest', describe }

function describe({ version, find, temporary }) {
  const own = (provider) => [
    '--coverage.enabled',
    `--coverage.provider=${provider}`,
    `--coverage.reportsDirectory=${join(temporary, 'coverage')}`,
  ]
  const coverages = { tstrace: ['--coverage.enabled=false', '--reporter=tstrace'] }
  for (const provider of ['v8', 'istanbul'])
    if (find(`@vitest/coverage-${provider}`)) coverages[provider] = own(provider)
  const cache = cacheOf(version)
  return {
    script: 'vitest.mjs',
    verb: ['run'],
    coverages,
    /** Before Vitest 4 nothing is kept of what was transformed. */
    hasCache: cache !== null,
    toArgs: (coverage) => [
      '--reporter=json',
      ...(cache ?? []),
      ...(coverages[coverage] ?? ['--coverage.enabled=false']),
    ],
    writeTo: (path) => [`--outputFile=${path}`],
    clearCache: cache && ['--clearCache'],
  }
}

/** Vitest 5 has one, Vitest 4 has one if it is asked to. */
function cacheOf(version) {
  const major = Number.parseInt(version)
  if (major >= 5) return []
  return major === 4 ? ['--experimental.fsModuleCache'] : null
}
