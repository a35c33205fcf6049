import type { FilePath } from './counts.ts'
import { escapeControls } from './safe.ts'

/** Why something could not be done: the word in brackets at the end of every message, explained in README.md. */
export type Slug =
  | 'usage'
  | 'unknown-option'
  | 'bad-option'
  | 'coverdir-unwritable'
  | 'output-unwritable'
  | 'file-unwritable'
  | 'bad-store'
  | 'bad-part'
  | 'parse-error'
  | 'mixed-coverage'
  | 'no-map'
  | 'source-changed'
  | 'source-gone'
  | 'unknown-hint'
  | 'no-data'
  | 'no-match'
  | 'not-counted'
  | 'not-reported'
  | 'out-of-reach'
  | 'engine-limit'
  | 'locked'
  | 'left-behind'
  | 'no-program'
  | 'old-node'
  | 'untraced'
  | 'interrupted'

/** Something the user should know; handed up as a value to the thin end, which shows it once. */
export interface Warning {
  slug: Slug
  /** What happened, with the value in quotes. Why, if known. What to do. */
  message: string
  /** A file that runs as it is, with nothing in it counted: the report names it. */
  uncounted?: FilePath
}

/** The one error of tstrace: it could not do its job. */
export class TstraceError extends Error {
  readonly code: Slug
  /** The message without the `[tstrace]` before it and the code behind it. */
  readonly reason: string

  constructor(code: Slug, reason: string, cause?: unknown) {
    super(formatMessage({ slug: code, message: reason }), cause === undefined ? undefined : { cause })
    this.name = 'TstraceError'
    this.code = code
    this.reason = reason
  }
}

/** `[tstrace] what happened. What to do. (slug)`, one row: no name in it steers the terminal. */
export function formatMessage(warning: Warning): string {
  return escapeControls(`[tstrace] ${warning.message} (${warning.slug})`)
}
