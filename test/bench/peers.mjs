/**
 * What we are measured beside, and the versions of Node to do it on: installed once from npm's registry, in
 * node_modules/.cache of the checkout.
 */
import { spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../scripts/checkout.mjs'

/** Named by major version, so that several are side by side. */
const nodes = { 20: '20.20.2', 24: '24.21.0', 26: '26.10.0' }

const packages = [
  'istanbul-lib-instrument@6.0.3',
  '@vitest/istanbul-lib-instrument@2.1.0',
  'oxc-coverage-instrument@0.13.0',
  ...Object.entries(nodes).map(([major, version]) => `node${major}@npm:node-${platform()}@${version}`),
]

/** Where the peers are; installs them if they are not there yet. */
export function installPeers() {
  const key = createHash('sha256').update(packages.join()).digest('hex').slice(0, 8)
  const directory = join(root, `node_modules/.cache/tstrace-bench/${key}`)
  if (!existsSync(directory)) install(directory)
  return new Peers(directory)
}

class Peers {
  #directory

  constructor(directory) {
    this.#directory = directory
  }

  /** A package's module, as if imported from where the peers are. */
  async import(name) {
    const require = createRequire(join(this.#directory, 'package.json'))
    return import(pathToFileURL(require.resolve(name)).href)
  }

  /** The executable of a major version of Node: 20, 24 or 26. */
  node(major) {
    const program = process.platform === 'win32' ? 'node.exe' : 'node'
    const path = join(this.#directory, `node_modules/node${major}/bin`, program)
    if (!existsSync(path)) throw new Error(`There is no Node ${major} here, but ${Object.keys(nodes).join(', ')}.`)
    return path
  }
}

/** Under another name until it is whole. */
function install(directory) {
  console.error(`Installing what we are measured beside: ${packages.join(', ')}`)
  const unfinished = `${directory}.${randomUUID()}`
  mkdirSync(unfinished, { recursive: true })
  writeFileSync(join(unfinished, 'package.json'), '{ "private": true, "type": "module" }')
  const options = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']
  const { status } = spawnSync('npm', ['install', ...options, ...packages], {
    cwd: unfinished,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('npm could not install them.')
  renameSync(unfinished, directory)
}

/** As the packages that carry Node call it. */
function platform() {
  return `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
}
