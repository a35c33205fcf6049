import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { build, root } from '../../scripts/checkout.mjs'

const runners = {
  jest: {
    script: 'bin/jest.js',
    args: (outcome) => ['--json', `--outputFile=${outcome}`, '--bail=0', '--reporters=default'],
    traced: ['--reporters=tstrace'],
    bare: ['--coverage=false'],
    istanbul: (directory) => [
      '--coverage',
      '--coverageProvider=babel',
      '--coverageReporters=json',
      `--coverageDirectory=${directory}`,
    ],
  },
  vitest: {
    script: 'vitest.mjs',
    args: (outcome) => ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${outcome}`, '--bail=0'],
    traced: ['--reporter=tstrace'],
    bare: ['--coverage.enabled=false'],
    istanbul: (directory) => [
      '--coverage.enabled',
      '--coverage.provider=istanbul',
      '--coverage.reporter=json',
      '--coverage.reportOnFailure',
      `--coverage.reportsDirectory=${directory}`,
    ],
  },
}

/** A project that somebody else has written, and installed. */
export class Project {
  #directory
  #runner
  #args
  #results
  #lent

  constructor(directory, { runner, args, results }) {
    this.#directory = directory
    this.#runner = runner ?? Object.keys(runners).find((name) => this.#locate(name))
    if (!runners[this.#runner]) throw new Error(`"${directory}" has neither Vitest nor Jest installed.`)
    this.#args = args
    this.#results = results
    this.#lent = join(directory, 'node_modules/tstrace')
    this.#lend()
  }

  get version() {
    return `${this.#runner} ${readJson(this.#locate(this.#runner)).version}`
  }

  /** Runs the tests. Returns what the runner says of them, where Istanbul's counts are, and where our report is. */
  run(name, { traced = false, istanbul = false } = {}) {
    const runner = runners[this.#runner]
    const outcome = join(this.#results, `${name}.json`)
    const coverage = join(this.#results, `${name}-coverage`)
    const script = join(dirname(this.#locate(this.#runner)), runner.script)
    const args = [
      ...runner.args(outcome),
      ...(traced ? runner.traced : []),
      ...(istanbul ? runner.istanbul(coverage) : runner.bare),
    ]
    console.error(`${name}: ${this.#runner} ${[...args, ...this.#args].join(' ')}`)
    const options = {
      cwd: this.#directory,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      env: { ...process.env, NO_COLOR: '1' },
    }
    const { stdout, stderr } = spawnSync(process.execPath, [script, ...args, ...this.#args], options)
    if (!existsSync(outcome)) throw new Error(`The run "${name}" had no outcome.\n${stderr}\n${stdout}`)
    const output = `${stderr}\n${stdout}`
    for (const [message] of output.matchAll(/^\[tstrace\] .*$/gm)) console.log(message)
    return {
      name,
      outcome: readJson(outcome),
      ...(istanbul && { coverage: readJson(join(coverage, 'coverage-final.json')) }),
      ...(traced && this.#takeReport(name, output)),
    }
  }

  restore() {
    rmSync(this.#lent, { recursive: true, force: true })
  }

  #locate(runner) {
    try {
      return createRequire(join(this.#directory, 'package.json')).resolve(`${runner}/package.json`)
    } catch {
      return undefined
    }
  }

  /** A copy, so that it finds the project's Vitest or Jest; what it depends on is this checkout's. */
  #lend() {
    if (existsSync(this.#lent)) throw new Error(`"${this.#lent}" is there already. Remove it first.`)
    build()
    mkdirSync(join(this.#lent, 'node_modules/@jridgewell'), { recursive: true })
    for (const name of ['dist', 'package.json']) cpSync(join(root, name), join(this.#lent, name), { recursive: true })
    for (const name of Object.keys(readJson(join(root, 'package.json')).dependencies))
      symlinkSync(join(root, 'node_modules', name), join(this.#lent, 'node_modules', name), 'junction')
  }

  /** Where the digest says that it is. */
  #takeReport(name, output) {
    const [, shown] = /^ +Report {2}(.+)$/m.exec(output) ?? []
    if (!shown) throw new Error(`The run "${name}" had no report.\n${output}`)
    const report = resolve(this.#directory, shown)
    const taken = join(this.#results, `${name}-report`)
    cpSync(report, taken, { recursive: true })
    rmSync(report, { recursive: true })
    return { report: taken, root: dirname(report) }
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
