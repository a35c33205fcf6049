/** The names that the inserted code declares. They do not occur in the text, so the program can't see or shadow them. */
import type { ContentHash } from '../model/counts.ts'
import { hashText } from '../model/hash.ts'

export interface Names {
  /** The hoisted function that fetches the file's record, and keeps it as its property `local`. */
  fetch: string
  /** The file's record, for its top level. */
  record: string
  /** The caller of the file's top level, and its temporary. */
  fileCaller: string
  fileTemporary: string
  /** Locals of a function: the record, the recorder, the caller, a temporary. */
  local: string
  recorder: string
  caller: string
  temporary: string
}

/**
 * `cov_` is what babel-plugin-jest-hoist lets into a `jest.mock` factory. The hash keeps apart the scripts that share a
 * global scope, and the revisions of one.
 * @param hash of the text
 */
export function chooseNames(text: string, path: string, hash: ContentHash): Names {
  const isFree = searchFor(text)
  const fetch = unused(isFree, `cov_${hashText(`${path}\0${hash}`).slice(0, 8)}`)
  const local = unused(isFree, '$$')
  return {
    fetch,
    record: `${fetch}r`,
    fileCaller: `${fetch}c`,
    fileTemporary: `${fetch}t`,
    local,
    recorder: `${local}s`,
    caller: `${local}c`,
    temporary: `${local}t`,
  }
}

/** The name, made longer until it does not occur in the text. */
function unused(isFree: (name: string) => boolean, name: string): string {
  return isFree(name) ? name : unused(isFree, `${name}_`)
}

/** A name can also be spelled by escapes. */
function searchFor(text: string): (name: string) => boolean {
  if (!escapedWord.test(text)) return (name) => !text.includes(name)
  const plain = text.replace(/\\u(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))/g, (all, long: string, short: string) => {
    const code = Number.parseInt(long ?? short, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
  return (name) => !text.includes(name) && !plain.includes(name)
}

/** Of a letter, a digit, `$` or `_`, as far as its digits go. */
const escapedWord = /\\u(?:\{0*|00)(?:24|3\d|[4-7][\da-fA-F])/
