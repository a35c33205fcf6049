import { join } from 'node:path'

export const jest = { name: 'jest', title: 'Jest', describe }

function describe({ temporary }) {
  const own = (provider) => [
    '--coverage',
    `--coverageProvider=${provider}`,
    `--coverageDirectory=${join(temporary, 'coverage')}`,
    // That it is not reached is no failure of a test.
    '--coverageThreshold={}',
  ]
  const coverages = { tstrace: ['--coverage=false', '--reporters=tstrace'], v8: own('v8'), istanbul: own('babel') }
  return {
    script: 'bin/jest.js',
    verb: [],
    coverages,
    hasCache: true,
    // No snapshot is written.
    toArgs: (coverage) => [
      '--ci',
      '--json',
      '--reporters=default',
      `--cacheDirectory=${join(temporary, 'cache')}`,
      ...(coverages[coverage] ?? ['--coverage=false']),
    ],
    writeTo: (path) => [`--outputFile=${path}`],
    clearCache: ['--clearCache'],
  }
}
