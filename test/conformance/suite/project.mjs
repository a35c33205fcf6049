import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { build } from '../../scripts/checkout.mjs'
import { findReport, lend } from '../../scripts/lend.mjs'

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
  /** Takes back what was put into it. */
  restore

  constructor(directory, { runner, args, results }) {
    this.#directory = directory
    this.#runner = runner ?? Object.keys(runners).find((name) => this.#locate(name))
    if (!runners[this.#runner]) throw new Error(`"${directory}" has neither Vitest nor Jest installed.`)
    this.#args = args
    this.#results = results
    build()
    this.restore = lend(directory)
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

  #locate(runner) {
    try {
      return createRequire(join(this.#directory, 'package.json')).resolve(`${runner}/package.json`)
    } catch {
      return undefined
    }
  }

  #takeReport(name, output) {
    const report = findReport(this.#directory, output)
    if (!report) throw new Error(`The run "${name}" had no report.\n${output}`)
    const taken = join(this.#results, `${name}-report`)
    cpSync(report, taken, { recursive: true })
    rmSync(report, { recursive: true })
    return { report: taken, root: dirname(report) }
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
