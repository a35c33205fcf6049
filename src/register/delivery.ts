/** How counts, and the lines of a trace, leave a traced process or thread. */
import fs from 'node:fs'
import process from 'node:process'
import { TstraceError, formatMessage } from '../model/error.ts'
import { pristine } from '../process/built-ins.ts'
import { type FullRecorder, takeCounts } from '../runtime/recorder.ts'
import type { LineTraceBuffer } from '../runtime/line-trace-buffer.ts'
import { reasonOf } from '../store/failure.ts'
import { OpenPart, leaveTorn } from '../store/parts.ts'
import { writeOut } from '../process/write-out.ts'
import type { RunSettings } from './run-settings.ts'

// The program may replace them while it runs.
const { existsSync } = fs
const { pid } = process

export class Delivery {
  readonly #run: RunSettings
  readonly #recorder: FullRecorder
  readonly #lines: LineTraceBuffer | null
  /** Of the run: its exit status tells of a failure. */
  readonly #isOwner: boolean
  #part: OpenPart | null = null
  /** Whether something of this process could not be delivered. */
  failed = false

  constructor(run: RunSettings, recorder: FullRecorder, lines: LineTraceBuffer | null, isOwner: boolean) {
    this.#isOwner = isOwner
    this.#run = run
    this.#recorder = recorder
    this.#lines = lines
  }

  /** Lets the run know of this process, now that there is something to count: if it is killed, it is missed. */
  begin(): void {
    pristine(() => this.#attempt(() => this.#openPart()))
  }

  /** What was counted since the last time, as a whole part. */
  handOver(): void {
    pristine(() => this.#takeAndWrite())
  }

  #takeAndWrite(): void {
    this.#lines?.flush()
    const counts = takeCounts(this.#recorder)
    if (counts.length === 0 && !this.#part) return
    this.#attempt(() => {
      const part = this.#openPart()
      part.write(counts)
      part.end()
      this.#part = null
    })
  }

  #openPart(): OpenPart {
    const { directory, run } = this.#run
    this.#part ??= new OpenPart(directory, { run, testFile: null, worker: pid })
    return this.#part
  }

  /** The program is not to suffer from what we can't do. */
  #attempt(action: () => void): void {
    try {
      // A run that is over has removed its directory: nobody would read this part.
      if (existsSync(this.#run.directory)) action()
    } catch (error) {
      this.failed = true
      if (!this.#isOwner) leaveTorn(this.#run.directory)
      writeOut(2, `${error instanceof TstraceError ? error.message : lost(error)}\n`)
    }
  }
}

function lost(error: unknown): string {
  const message = `What process "${pid}" counted is lost. ${reasonOf(error)}. The program goes on as it would without tstrace; please report this.`
  return formatMessage({ slug: 'bad-part', message })
}
