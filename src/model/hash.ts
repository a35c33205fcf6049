import { createHash } from 'node:crypto'
import type { ContentHash } from './counts.ts'

/** Names a revision of a file: the first 16 hex digits of the SHA-256 of its text. */
export function hashText(text: string): ContentHash {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
