/** Adds up what came of the tests, shows progress, and prints the result. */
export class Summary {
  #files
  #modes
  #seen = 0
  #runs = 0
  #passes = 0
  #unparsed = []
  #differences = []
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
    if (bare === traced) return
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

  get agrees() {
    return this.#differences.length === 0
  }

  print() {
    for (const test of this.#unparsed) console.log(`${test}: passes, and we cannot parse it`)
    console.log(
      '\n| Node | mode | tests | runs | pass bare | we cannot parse | other verdict |\n| --- | --- | --- | --- | --- | --- | --- |',
    )
    for (const mode of this.#modes) {
      const differences = this.#differences.filter((one) => one.mode === mode).length
      const cells = [
        process.versions.node,
        mode,
        this.#files,
        this.#runs,
        this.#passes,
        this.#unparsed.length,
        differences,
      ]
      console.log(`| ${cells.join(' | ')} |`)
    }
    console.log(`\n${this.#seconds()} s`)
  }
}
