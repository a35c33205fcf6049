import fs from 'node:fs'
import { dirname } from 'node:path'
import { formatMessage } from '../model/error.ts'
import { makeDirectory } from '../model/make-directory.ts'
import { reasonOf } from './failure.ts'

// The program may replace them while it runs.
const { openSync, rmSync, writeSync } = fs
const { from: bytesOf } = Buffer

/** A trace of lines on the disk. It is there from its first line on; an older one goes at once. */
export class LineTraceFile {
  readonly #path: string
  #file: number | null = null
  #failed = false

  constructor(path: string) {
    this.#path = path
    this.#attempt(() => rmSync(path, { force: true }))
  }

  /** Where that fails, the rest is lost: the program is not to suffer from it. */
  write = (text: string): void => {
    this.#attempt(() => {
      const file = (this.#file ??= this.#open())
      const bytes = bytesOf(text)
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
    })
  }

  #attempt(work: () => void): void {
    if (this.#failed) return
    try {
      work()
    } catch (error) {
      this.#giveUp(error)
    }
  }

  #giveUp(error: unknown): void {
    this.#failed = true
    const message = `A trace can't be written to "${this.#path}". ${reasonOf(error)}. Make the directory writable, or choose another coverdir.`
    writeSync(2, `${formatMessage({ slug: 'coverdir-unwritable', message })}\n`)
  }

  #open(): number {
    makeDirectory(dirname(this.#path))
    return openSync(this.#path, 'w')
  }
}
