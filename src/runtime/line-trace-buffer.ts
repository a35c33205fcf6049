import type { TraceSink } from '../model/protocol.ts'

export interface LineTraceOptions {
  /** Seconds since the start stand before each line. */
  timing: boolean
  /** Gets whole lines. */
  write(text: string): void
  /** In milliseconds. */
  now(): number
  /** Told when lines wait: has them written when nothing else happens. */
  later?(flush: () => void): void
  /** How much may wait to be written, in UTF-16 units. What waits is lost when the process is killed. Default 16 Ki. */
  size?: number
}

// The program may replace it while it runs.
const { round } = Math

/** Gathers the lines of a trace: writing each by itself would take many times as long. */
export class LineTraceBuffer implements TraceSink {
  readonly #write: LineTraceOptions['write']
  readonly #now: LineTraceOptions['now']
  readonly #timing: boolean
  readonly #start: number
  readonly #later: (flush: () => void) => void
  #isDue = false
  #size: number
  #waiting = ''
  #hundredths = -1
  #prefix = ''

  constructor({ timing, write, now, later = () => {}, size = 16_384 }: LineTraceOptions) {
    this.#write = write
    this.#now = now
    this.#timing = timing
    this.#later = later
    this.#size = size
    this.#start = now()
  }

  call(text: string): void {
    this.#waiting += text
    if (this.#waiting.length >= this.#size) this.flush()
    else if (!this.#isDue) this.#flushLater()
  }

  line(text: string): void {
    if (this.#timing) this.#waiting += this.#time()
    this.call(text)
  }

  flush(): void {
    const text = this.#waiting
    this.#waiting = ''
    if (text !== '') this.#write(text)
  }

  /** Nobody will ask any more for what still comes. */
  end(): void {
    this.flush()
    this.#size = 0
  }

  #flushLater(): void {
    this.#isDue = true
    this.#later(() => {
      this.#isDue = false
      this.flush()
    })
  }

  /** `0.01 `, as Python's trace has it. */
  #time(): string {
    const hundredths = round((this.#now() - this.#start) / 10)
    if (hundredths !== this.#hundredths) {
      this.#hundredths = hundredths
      const digits = `${hundredths % 100}`
      this.#prefix = `${(hundredths - (hundredths % 100)) / 100}.${digits.length < 2 ? '0' : ''}${digits} `
    }
    return this.#prefix
  }
}
