/** Vitest and Jest as a project has them installed, and how each is told the same. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const runners = {
  vitest: {
    title: 'Vitest',
    script: 'vitest.mjs',
    verb: ['run'],
    bare: ['--coverage.enabled=false'],
    traced: ['--reporter=tstrace'],
    package: (provider) => `@vitest/coverage-${provider}`,
    covered: (provider, directory) => [
      '--coverage.enabled',
      `--coverage.provider=${provider}`,
      `--coverage.reportsDirectory=${directory}`,
    ],
    toJson: ['--coverage.reporter=json', '--coverage.reportOnFailure'],
    writeTo: (path) => ['--reporter=json', `--outputFile=${path}`],
  },
  jest: {
    title: 'Jest',
    script: 'bin/jest.js',
    verb: [],
    bare: ['--coverage=false'],
    traced: ['--reporters=tstrace'],
    package: () => 'jest',
    covered: (provider, directory) => [
      '--coverage',
      `--coverageProvider=${provider === 'istanbul' ? 'babel' : provider}`,
      `--coverageDirectory=${directory}`,
      // That it is not reached is no failure of a test.
      '--coverageThreshold={}',
    ],
    toJson: ['--coverageReporters=json'],
    // No snapshot is written.
    writeTo: (path) => ['--ci', '--json', '--reporters=default', `--outputFile=${path}`],
  },
}

/** The first of these that is installed in the directory. Throws where none is. */
export function findRunner(directory, names = Object.keys(runners)) {
  const find = finderIn(directory)
  const name = names.find((one) => runners[one] && find(one))
  if (!name) throw new Error(`Neither Vitest nor Jest is installed in "${directory}".`)
  const { script, verb, ...told } = runners[name]
  const manifest = find(name)
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'))
  return {
    ...told,
    name,
    version,
    /** For Node. What the user says comes first: Jest would take a path behind `--reporters` for another one. */
    command: (args) => [join(dirname(manifest), script), ...verb, ...args],
    /** Whether it has its own coverage by `v8` or `istanbul`. */
    has: (provider) => find(told.package(provider)) !== null,
  }
}

/** Finds a package's `package.json` as the project would; null: it is not there. */
function finderIn(directory) {
  const require = createRequire(join(directory, 'package.json'))
  return (name) => {
    try {
      return require.resolve(`${name}/package.json`)
    } catch {
      return null
    }
  }
}
