import fs from 'node:fs'
import { TstraceError } from '../model/error.ts'

// The program may replace them while it runs.
const { writeSync } = fs
const { from: bytesOf } = Buffer
const { wait } = Atomics
const pause = new Int32Array(new SharedArrayBuffer(4))

/**
 * Writes synchronously, because Node's streams may need turns of the event loop that no longer come. If nobody reads, the
 * text is lost. Throws a TstraceError 'output-unwritable' where the standard output has no room, say.
 */
export function writeOut(file: number, text: string): void {
  const bytes = bytesOf(text)
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(file, bytes, written)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // The reader has gone, or the file was never open.
      if (code === 'EPIPE' || code === 'EBADF') return
      // EAGAIN: a non-blocking pipe that is full.
      if (code !== 'EAGAIN') return failed(file, error as NodeJS.ErrnoException)
      wait(pause, 0, 0, 5)
    }
  }
}

/** Where messages can't be written, there is nobody to tell. */
function failed(file: number, error: NodeJS.ErrnoException): void {
  if (file === 2) return
  const message = `The standard output cannot be written: "${error.message}". What was printed is not complete. Give it room, or another place, and run again.`
  throw new TstraceError('output-unwritable', message, error)
}
