import crypto from 'node:crypto'
import type { ContentHash } from './counts.ts'

// The program may replace it while it runs.
const { hash } = crypto

/**
 * Names a revision of a file: the first 16 hex digits of the SHA-256 of its text. Without a byte order mark: some hosts
 * take it off before they hand a source on.
 */
export function hashText(text: string): ContentHash {
  const own = text.startsWith('\uFEFF') ? text.slice(1) : text
  return hash('sha256', own, 'hex').slice(0, 16)
}
