import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'

/** No source is larger, and no string much. */
const largest = 256 * 1024 * 1024

/**
 * The text of a file whose name anybody may have written; null for what can't be read. No device or pipe is opened, and
 * not more is read than the file says that it has: the files of /proc say 0, and some of them have no end.
 */
export function readRegularFile(path: string): string | null {
  try {
    if (!statSync(path).isFile()) return null
    const file = openSync(path, 'r')
    try {
      const { size } = fstatSync(file)
      return size > largest ? null : readBytes(file, size).toString('utf8')
    } finally {
      closeSync(file)
    }
  } catch {
    return null
  }
}

function readBytes(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size)
  let length = 0
  while (length < size) {
    const read = readSync(file, bytes, length, size - length, null)
    if (read === 0) break
    length += read
  }
  return bytes.subarray(0, length)
}
