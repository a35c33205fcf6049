/** The texts that a trace of lines shows of a file, in the format of Python's trace. */
import { moduleName } from '../model/paths.ts'
import type { CounterIndex, FunctionSite, Line } from '../model/sites.ts'
import { escapeControls } from '../model/safe.ts'
import { lineStarts } from '../source/line-index.ts'

export class TraceTexts {
  /** See `FileInfo.trace`. */
  readonly texts: string[] = []
  readonly #base: string
  readonly #module: string
  readonly #source: string
  readonly #starts: number[]
  readonly #lines = new Map<Line, number>()
  readonly #calls = new Map<CounterIndex, number>()

  constructor(path: string, source: string) {
    this.#base = path.slice(path.lastIndexOf('/') + 1)
    this.#module = moduleName(path)
    this.#source = source
    this.#starts = lineStarts(source)
  }

  /** The index of what is shown when execution comes to a line. */
  line(line: Line): number {
    const known = this.#lines.get(line)
    if (known !== undefined) return known
    const text = this.#source.slice(this.#starts[line - 1], this.#starts[line]).replace(/[\n\r\u2028\u2029]+$/, '')
    const index = this.texts.push(row(`${this.#base}(${line}): ${text}`)) - 1
    this.#lines.set(line, index)
    return index
  }

  /** The index of what is shown when a function is entered, or goes on. */
  call(counter: CounterIndex, name: string): number {
    const index = this.#calls.get(counter) ?? this.texts.length
    this.#calls.set(counter, index)
    this.texts[index] = row(` --- modulename: ${this.#module}, funcname: ${name}`)
    return index
  }

  /** For names that are known only after the walk. */
  rename(functions: readonly FunctionSite[]): void {
    for (const { counter, name } of functions) if (this.#calls.has(counter)) this.call(counter, name)
  }
}

/** Nothing in it steers the terminal or ends the row. */
function row(text: string): string {
  return `${escapeControls(text)}\n`
}
