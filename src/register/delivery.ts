/** How counts leave a traced process or thread, whatever ends it. */
import { existsSync } from 'node:fs'
import process from 'node:process'
import { TstraceError } from '../model/error.ts'
import { type FullRecorder, takeCounts } from '../runtime/recorder.ts'
import { OpenPart } from '../store/parts.ts'
import type { TracedRun } from './traced-run.ts'

export class Delivery {
  readonly #run: TracedRun
  readonly #recorder: FullRecorder
  #part: OpenPart | null = null
  #ended = false

  constructor(run: TracedRun, recorder: FullRecorder) {
    this.#run = run
    this.#recorder = recorder
  }

  /** Lets the run know of this process, now that there is something to count. */
  begin(): void {
    if (this.#part || !existsSync(this.#run.directory)) return
    this.#attempt(() => {
      const { directory, run } = this.#run
      this.#part = new OpenPart(directory, { run, testFile: null, worker: process.pid })
    })
  }

  /** What was counted since the last time. */
  soFar(): void {
    if (this.#recorder.files.length > 0) this.begin()
    const part = this.#part
    if (part && !this.#ended) this.#attempt(() => part.write(takeCounts(this.#recorder)))
  }

  end(): void {
    this.soFar()
    const part = this.#part
    if (part && !this.#ended) this.#attempt(() => part.end())
    this.#ended = true
  }

  /** The program is not to suffer from what we can't do. */
  #attempt(action: () => void): void {
    try {
      // A run that is over has removed its parts: nobody would read this one.
      if (existsSync(this.#run.directory)) action()
    } catch (error) {
      if (!(error instanceof TstraceError)) throw error
      process.stderr.write(`${error.message}\n`)
    }
  }
}
