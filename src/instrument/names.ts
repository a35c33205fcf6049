/** What the inserted code calls its own: names that do not occur in the text, so nothing can see or shadow them. */
import { createHash } from 'node:crypto'

export interface Names {
  /** The hoisted function that fetches the file's record. */
  fetch: string
  /** The file's record, once fetched. */
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
 */
export function chooseNames(text: string, path: string): Names {
  const fetch = unused(
    text,
    `cov_${createHash('sha256').update(path).update('\0').update(text).digest('hex').slice(0, 8)}`,
  )
  const local = unused(text, '$$')
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

/** The name, made longer until the text has no trace of it. An escape can spell any name, so it counts as one. */
function unused(text: string, name: string): string {
  const escaped = text.includes('\\u')
  let result = name
  while (text.includes(result)) result += '_'
  return escaped ? unescapedToo(text, result) : result
}

function unescapedToo(text: string, name: string): string {
  const plain = text.replace(/\\u(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))/g, (all, long: string, short: string) => {
    const code = Number.parseInt(long ?? short, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
  let result = name
  while (plain.includes(result) || text.includes(result)) result += '_'
  return result
}
