import { readFileSync } from 'node:fs'

/** Adds up what came of the tests, shows progress, and prints the result. */
export class Summary {
  #files
  #modes
  #seen = 0
  #runs = 0
  #passes = 0
  #unparsed = []
  #differences = []
  #accepted = new AcceptedDifferences()
  #started = Date.now()
  #shown = Date.now()

  constructor(files, modes) {
    this.#files = files
    this.#modes = modes
  }

  add({ file, outcomes, passes, unparsed }) {
    this.#seen++
    for (const [scenario, passed] of Object.entries(passes)) {
      this.#runs++
      if (passed) this.#passes++
      if (unparsed && passed && !/^(?:parse|resolution) /.test(outcomes[`${scenario} bare`]))
        this.#unparsed.push(`${file} (${scenario})`)
      for (const mode of this.#modes) this.#compare(file, scenario, mode, outcomes)
    }
    this.#progress()
  }

  #compare(file, scenario, mode, outcomes) {
    const [bare, traced] = [outcomes[`${scenario} bare`], outcomes[`${scenario} ${mode}`]]
    if (withoutRepeats(bare) === withoutRepeats(traced)) return
    if (this.#accepted.has(file, mode)) return
    this.#differences.push({ mode, file })
    console.log(`${file} (${scenario}, ${mode})\n  bare:         ${bare}\n  instrumented: ${traced}`)
  }

  #progress() {
    if (Date.now() - this.#shown < 10_000) return
    this.#shown = Date.now()
    console.error(
      `${this.#seen} of ${this.#files} tests, ${this.#differences.length} differences, ${this.#seconds()} s`,
    )
  }

  #seconds() {
    return Math.round((Date.now() - this.#started) / 1000)
  }

  /** Whether every test ran, and ended the same way. */
  get agrees() {
    return this.#runs > 0 && this.#seen === this.#files && this.#differences.length === 0
  }

  print() {
    if (this.#runs === 0) console.log('No test ran.')
    else if (this.#seen < this.#files) console.log(`${this.#files - this.#seen} of ${this.#files} tests did not run.`)
    for (const test of this.#unparsed) console.log(`${test}: passes, and we cannot parse it`)
    console.log(
      '\n| Node | mode | tests | runs | pass bare | we cannot parse | accepted | other verdict |\n| --- | --- | --- | --- | --- | --- | --- | --- |',
    )
    for (const mode of this.#modes) {
      const differences = this.#differences.filter((one) => one.mode === mode).length
      const counts = [
        this.#files,
        this.#runs,
        this.#passes,
        this.#unparsed.length,
        this.#accepted.used(mode),
        differences,
      ]
      const cells = [process.versions.node, mode, ...counts]
      console.log(`| ${cells.join(' | ')} |`)
    }
    console.log(`\n${this.#seconds()} s`)
  }
}

/** V8's messages have one for each expression in the body of a function that is called where it stands. */
function withoutRepeats(outcome) {
  return outcome.replace(/(?:\(intermediate value\))+/g, '(intermediate value)')
}

/** The rows of accepted-differences.md under the heading `test262`. */
class AcceptedDifferences {
  #modes = new Map()
  #used = {}

  constructor() {
    const page = readFileSync(new URL('../accepted-differences.md', import.meta.url), 'utf8')
    const [, section = ''] = page.split('## test262')
    for (const [, file, modes] of section.split(/^## /m)[0].matchAll(/^\| `([^`]+)` \| `([^`]+)` \|/gm))
      this.#modes.set(file, modes.split(', '))
  }

  has(file, mode) {
    const modes = this.#modes.get(file) ?? []
    if (!modes.includes(mode) && !modes.includes('all')) return false
    ;(this.#used[mode] ??= new Set()).add(file)
    return true
  }

  used(mode) {
    return this.#used[mode]?.size ?? 0
  }
}
