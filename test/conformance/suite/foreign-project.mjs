import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { build } from '../../scripts/checkout.mjs'
import { findReport, lend } from '../../scripts/lend.mjs'
import { findRunner } from '../../scripts/runners.mjs'

/** A project that somebody else has written, and installed. */
export class ForeignProject {
  #directory
  #runner
  #args
  #results
  /** Takes back what was put into it. */
  restore

  constructor(directory, { runner, args, results }) {
    this.#directory = directory
    this.#runner = findRunner(directory, runner === undefined ? undefined : [runner])
    this.#args = args
    this.#results = results
    build()
    this.restore = lend(directory)
  }

  get version() {
    return `${this.#runner.name} ${this.#runner.version}`
  }

  /** Runs the tests. Returns what the runner says of them, where Istanbul's counts are, and where our report is. */
  run(name, { traced = false, istanbul = false } = {}) {
    const runner = this.#runner
    const outcome = join(this.#results, `${name}.json`)
    const coverage = join(this.#results, `${name}-coverage`)
    const args = [
      ...this.#args,
      ...runner.writeTo(outcome),
      '--bail=0',
      ...(traced ? runner.traced : []),
      ...(istanbul ? [...runner.covered('istanbul', coverage), ...runner.toJson] : runner.bare),
    ]
    console.error(`${name}: ${runner.name} ${args.join(' ')}`)
    const options = {
      cwd: this.#directory,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      env: { ...process.env, NO_COLOR: '1' },
    }
    const { stdout, stderr } = spawnSync(process.execPath, runner.command(args), options)
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
