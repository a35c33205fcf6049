/** What ends a line in JavaScript, and so in positions: also lone CR and the two Unicode separators. */
const lineEnd = /\r\n|[\n\r\u2028\u2029]/

/** The lines of a source, without their ends and without a byte order mark; an empty one behind a final line end. */
export function splitLines(source: string): string[] {
  return source.replace(/^\uFEFF/, '').split(lineEnd)
}

/** Python's hint: a line with it is never missing. */
export const pragma = '#pragma NO COVER'
