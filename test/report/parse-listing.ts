import type { LineCount } from '../../src/model/analysis.ts'

export interface ParsedListing {
  lines: LineCount[]
  /** The source with its tabs expanded. */
  source: string
}

/** Reads a listing back: what ran, what was marked as missing, and the text behind the margin. */
export function parseListing(listing: string): ParsedListing {
  const rows = listing
    .split(/(?<=\n)/)
    .filter((row) => row !== '')
    .map(parseRow)
  const lines = rows.flatMap(({ count }, index) => (count === null ? [] : [{ line: index + 1, count }]))
  return { lines, source: rows.map(({ text }) => text).join('') }
}

function parseRow(row: string): { count: number | null; text: string } {
  if (row.startsWith('       ')) return { count: null, text: row.slice(7) }
  if (row.startsWith('>>>>>> ')) return { count: 0, text: row.slice(7) }
  const margin = /^ *(\d+)[:!] /.exec(row)
  if (!margin) throw new Error(`not a row of a listing: ${JSON.stringify(row)}`)
  return { count: Number(margin[1]), text: row.slice(margin[0].length) }
}
