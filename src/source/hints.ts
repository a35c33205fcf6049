/** Ignore hints, read from the comments of the original text. */
import type { Comment } from 'oxc-parser'

export type HintKind = 'next' | 'if' | 'else'

/** Applies to the outermost node that starts where the next token does. */
export interface NodeHint {
  kind: HintKind
  start: number
  end: number
  /** Where the next token starts. An `else` is skipped, as it is no node. */
  target: number
  text: string
}

/** Offsets, from the end of a `start` hint to the start of its `stop`. */
export interface IgnoredSpan {
  start: number
  end: number
}

export interface Hints {
  /** The whole file is left out. */
  file: boolean
  /** By offset. */
  nodes: NodeHint[]
  spans: IgnoredSpan[]
  /** The lines that `tstrace: no cover` stands on. */
  noCover: IgnoredSpan[]
  /** Comments that look like a hint, but not like one we know. */
  unknown: { offset: number; text: string }[]
}

const pattern = /^[\s*!]*(?:(istanbul|v8|c8)\s+ignore\b\s*(\S*)\s*(\d*)|tstrace:\s*(.*?))(?:\s+--.*|\s*)$/s

/** Whether the comments must be looked at. In most texts they need not. */
export function mentionsHint(text: string): boolean {
  return /(?:istanbul|v8|c8)\s+ignore|tstrace:/.test(text)
}

export function noHints(): Hints {
  return { file: false, nodes: [], spans: [], noCover: [], unknown: [] }
}

export function findHints(comments: Comment[], text: string): Hints {
  const hints = noHints()
  let open: Comment | null = null
  for (const [index, comment] of comments.entries()) {
    if (!/ignore|tstrace/.test(comment.value)) continue
    const match = pattern.exec(firstWords(comment.value))
    if (!match) continue
    const [, tool, word = '', lines = '', own] = match
    if (own !== undefined) {
      if (/^no cover\b/.test(own)) hints.noCover.push(lineAround(text, comment.start))
      else hints.unknown.push({ offset: comment.start, text: comment.value.trim() })
    } else if (word === 'file') hints.file = true
    else if (word === 'start') open ??= comment
    else if (word === 'stop' && open) {
      hints.spans.push({ start: open.end, end: comment.start })
      open = null
    } else if (word === 'next' && lines !== '' && tool !== 'istanbul') {
      hints.spans.push(followingLines(text, comment.end, Number(lines)))
    } else if (word === 'next' || word === 'if' || word === 'else') {
      const { start, end } = comment
      hints.nodes.push({ kind: word, start, end, target: nextToken(comments, index, text), text: comment.value.trim() })
    } else hints.unknown.push({ offset: comment.start, text: comment.value.trim() })
  }
  if (open) hints.spans.push({ start: open.end, end: text.length })
  return hints
}

/** Without the author's reason behind the hint's own words: `istanbul ignore next: not reachable`. */
function firstWords(comment: string): string {
  return comment.replace(/(ignore\s+(?:next|if|else|file|start|stop))(?!\s+\d)[^\w].*$/s, '$1')
}

/** `c8 ignore next 3`: the three lines behind the comment. */
function followingLines(text: string, end: number, lines: number): IgnoredSpan {
  let stop = end
  for (let line = 0; line <= lines && stop !== -1; line++) stop = text.indexOf('\n', stop + (line > 0 ? 1 : 0))
  return { start: end, end: stop === -1 ? text.length : stop }
}

function nextToken(comments: Comment[], index: number, text: string): number {
  const space = /[\s\uFEFF]*/y
  let at = comments[index]?.end ?? 0
  for (let next = index + 1; ; next++) {
    space.lastIndex = at
    space.exec(text)
    at = space.lastIndex
    const comment = comments[next]
    if (comment?.start === at) at = comment.end
    else if (/^else\b(?!\s*[:=])/.test(text.slice(at, at + 12))) at += 'else'.length
    else return at
  }
}

function lineAround(text: string, offset: number): IgnoredSpan {
  const terminator = /[\n\r\u2028\u2029]/
  const before = Math.max(...['\n', '\r', '\u2028', '\u2029'].map((one) => text.lastIndexOf(one, offset - 1)))
  const behind = text.slice(offset).search(terminator)
  return { start: before + 1, end: behind < 0 ? text.length : offset + behind }
}
