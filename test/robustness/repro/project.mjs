/** A folder of its own for each reproduction, and the built command line in it. */
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { root } from '../../scripts/checkout.mjs'

export const cli = join(root, 'dist/cli/index.js')

/** A second line that runs 20 times. */
export const counting = 'let sum = 0\nfor (let times = 0; times < 20; times++) {\n  sum += times\n}\n'

export class Project {
  constructor(files = {}) {
    this.directory = realpathSync(mkdtempSync(join(tmpdir(), 'tstrace-repro-')))
    this.temporary = this.path('tmp')
    mkdirSync(this.temporary)
    // For the programs of other users.
    chmodSync(this.directory, 0o755)
    for (const [name, text] of Object.entries(files)) this.write(name, text)
  }

  path(name) {
    return join(this.directory, name)
  }

  write(name, text) {
    mkdirSync(join(this.path(name), '..'), { recursive: true })
    writeFileSync(this.path(name), text)
  }

  read(name) {
    return readFileSync(this.path(name), 'utf8')
  }

  list(name = '.') {
    return readdirSync(this.path(name)).sort()
  }

  /** Where the command line keeps the parts of its runs. */
  get parts() {
    return join(this.temporary, `tstrace-${process.getuid?.() ?? 'user'}`)
  }

  /** The highest count of a source in a store. */
  countIn(store, source) {
    const lines = this.read(store).split('\n').slice(1, -2)
    const record = lines.map((line) => JSON.parse(line)).find(({ path }) => path === source)
    return record === undefined ? 0 : Math.max(...record.counts)
  }

  run(program, args, options = {}) {
    const { status, signal, stdout, stderr } = spawnSync(program, args, { ...this.options(options), encoding: 'utf8' })
    return { status: status ?? signal, stdout, stderr, messages: messagesIn(stdout + stderr) }
  }

  tstrace(args, options) {
    return this.run(process.execPath, [cli, ...args], options)
  }

  /** Some at the same time. */
  tstraceAtOnce(times, args, options = {}) {
    const runs = Array.from({ length: times }, () => {
      const child = spawn(process.execPath, [cli, ...args], {
        ...this.options(options),
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let text = ''
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text += more))
      return new Promise((resolve) => child.once('close', (status) => resolve({ status, messages: messagesIn(text) })))
    })
    return Promise.all(runs)
  }

  vitest(args = [], options = {}) {
    return this.run(process.execPath, [this.path('node_modules/vitest/vitest.mjs'), 'run', ...args], options)
  }

  /** The packages of this checkout, and the checkout itself. */
  linkVitest() {
    mkdirSync(this.path('node_modules'))
    for (const name of ['vitest', 'vite'])
      symlinkSync(join(root, 'node_modules', name), this.path(`node_modules/${name}`))
    symlinkSync(root, this.path('node_modules/tstrace'))
  }

  options({ env, ...options }) {
    const { NODE_OPTIONS: _, ...outer } = process.env
    return {
      cwd: this.directory,
      timeout: 150_000,
      ...options,
      env: { ...outer, TMPDIR: this.temporary, NO_COLOR: '1', ...env },
    }
  }

  remove() {
    rmSync(this.directory, { recursive: true, force: true })
  }
}

function messagesIn(text) {
  return text.split('\n').filter((line) => line.includes('[tstrace]'))
}

/** Something no live process is. */
export function deadProcess() {
  return spawnSync(process.execPath, ['-e', '']).pid
}
