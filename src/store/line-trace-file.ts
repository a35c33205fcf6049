import fs from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { formatMessage } from '../model/error.ts'
import { makeDirectory } from '../model/make-directory.ts'
import { reasonOf } from './failure.ts'

// The program may replace them while it runs.
const { constants, lstatSync, openSync, rmSync, writeSync } = fs
const { from: bytesOf } = Buffer

/** A trace of lines on the disk. It is there from its first line on; an older one goes at once. */
export class LineTraceFile {
  readonly #path: string
  readonly #coverdir: string
  #file: number | null = null
  #failed = false

  /** `name`: from the directory on. No link on this way is followed; the directory itself may be one. */
  constructor(coverdir: string, name: string) {
    this.#coverdir = resolve(coverdir)
    this.#path = join(this.#coverdir, name)
    this.#attempt(() => {
      this.#refuseLinks()
      rmSync(this.#path, { force: true })
    })
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
    this.#refuseLinks()
    const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants
    // Windows has no such flag.
    return openSync(this.#path, O_WRONLY | O_CREAT | O_TRUNC | (O_NOFOLLOW ?? 0), 0o666)
  }

  #refuseLinks(): void {
    for (let path = dirname(this.#path); path.length > this.#coverdir.length; path = dirname(path)) {
      if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw new Error(`"${path}" is a link`)
    }
  }
}
