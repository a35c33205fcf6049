import fs from 'node:fs'

// The program may replace it while it runs.
const { writeSync } = fs

/** Writes all of it, now: Node's own streams may need turns that do not come any more. Nobody reads: it is lost. */
export function writeOut(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(file, bytes, written)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // Nobody reads any more, or there never was anything to write to.
      if (code === 'EPIPE' || code === 'EBADF') return
      // A pipe that is full, and told not to wait.
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
