import fs from 'node:fs'

// The program may replace them while it runs.
const { writeSync } = fs
const { from: bytesOf } = Buffer
const { wait } = Atomics
const pause = new Int32Array(new SharedArrayBuffer(4))

/** Writes synchronously, because Node's streams may need turns of the event loop that no longer come. If nobody reads, the text is lost. */
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
      if (code !== 'EAGAIN') throw error
      wait(pause, 0, 0, 5)
    }
  }
}
