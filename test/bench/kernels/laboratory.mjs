/** Runs programs, each as each variant, in fresh processes and in turn: what disturbs one disturbs its neighbours. */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { root } from '../../scripts/checkout.mjs'

const timer = fileURLToPath(new URL('timer.mjs', import.meta.url))

export class Laboratory {
  #directory
  #variants
  #effort

  /** `effort`: how many processes each, and how many runs in each process: those to warm up, and those measured. */
  static async open(directory, variants, effort) {
    await buildRecorder(directory)
    return new Laboratory(directory, variants, effort)
  }

  constructor(directory, variants, effort) {
    this.#directory = directory
    this.#variants = variants
    this.#effort = effort
  }

  /** For each Node and program: the bare milliseconds of each round, and each variant's multiple of them. */
  async measure(programs, nodes) {
    const results = []
    for (const [node, executable] of Object.entries(nodes)) {
      for (const { name, text, callers } of programs) {
        const rounds = await this.#rounds(this.#write(name, text), executable)
        results.push({ node, kernel: name, callers, ...this.#ratios(name, rounds) })
      }
    }
    return results
  }

  async #rounds(paths, executable) {
    const rounds = []
    for (let round = 0; round < this.#effort.rounds; round++) {
      const runs = []
      for (const [variant, path] of paths) runs.push(await this.#run(executable, path, this.#variants[variant]))
      rounds.push(runs)
    }
    return rounds
  }

  #ratios(kernel, rounds) {
    const names = Object.keys(this.#variants)
    const ratios = Object.fromEntries(names.slice(1).map((name) => [name, []]))
    for (const [bare, ...others] of rounds) {
      others.forEach(({ result, time }, index) => {
        const name = names[index + 1]
        if (result !== bare.result) throw new Error(`"${kernel}" is ${result} as "${name}", and ${bare.result} bare.`)
        ratios[name].push(time / bare.time)
      })
    }
    return { bare: rounds.map(([{ time }]) => time), ratios }
  }

  /** Paths, by variant. */
  #write(name, text) {
    const directory = join(this.#directory, name.replaceAll(' ', '-'))
    mkdirSync(directory, { recursive: true })
    return Object.entries(this.#variants).map(([variant, { transform }], index) => {
      const path = join(directory, `${index}.cjs`)
      writeFileSync(path, transform(text))
      return [variant, path]
    })
  }

  async #run(executable, path, { v8Coverage }) {
    const { warm, measured } = this.#effort
    const env = { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '' }
    if (v8Coverage) env.NODE_V8_COVERAGE = join(this.#directory, 'v8')
    const recorder = join(this.#directory, 'recorder.mjs')
    const { stdout } = await promisify(execFile)(executable, [timer, recorder, path, warm, measured], { env })
    return JSON.parse(stdout)
  }
}

/** What counts in a traced process, as one file. */
async function buildRecorder(directory) {
  const entry = join(root, 'src/runtime/recorder.ts')
  const lib = { entry, formats: ['es'], fileName: () => 'recorder.mjs' }
  await build({
    configFile: false,
    logLevel: 'silent',
    root,
    build: { lib, outDir: directory, target: 'node20', emptyOutDir: false },
  })
}
