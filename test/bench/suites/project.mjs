/** A project with its test runner installed, and with us for as long as it is open. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { lend } from '../../scripts/lend.mjs'
import { jest } from './jest.mjs'
import { vitest } from './vitest.mjs'

/** `args`: what else its test runner is told. */
export function openProject(path, args, temporary) {
  const directory = resolve(path)
  const find = finderIn(directory)
  const runner = [vitest, jest].find(({ name }) => find(name))
  if (!runner) throw new Error(`Neither Vitest nor Jest is installed in "${directory}".`)
  const manifest = find(runner.name)
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'))
  const { script, verb, toArgs, ...more } = runner.describe({ version, find, temporary })
  return {
    ...more,
    name: basename(directory),
    directory,
    runner: `${runner.title} ${version}`,
    command: (coverage) => [join(dirname(manifest), script), ...verb, ...args, ...toArgs(coverage)],
    close: lend(directory),
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
