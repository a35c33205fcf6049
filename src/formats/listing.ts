import type { FileReport } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import { insidePath } from '../model/paths.ts'
import type { Line } from '../model/sites.ts'
import { pragma, splitLines } from '../analysis/source-lines.ts'

export interface ListingOptions {
  /** Mark executable lines that never ran with `>>>>>> `. */
  missing: boolean
  /** Mark no more than Python's trace does. */
  pythonCompat?: boolean
}

const blank = ' '.repeat(7)
const neverRan = '>>>>>> '
const tabWidth = 8

/**
 * The annotated source, as Python's trace writes it: `    3: ` before a line that ran, `>>>>>> ` before one that could
 * have, and `    3! ` (not in Python) before one that ran, but not the branch arm that stands in it. Tabs expanded. Every line ends with `\n`, whatever it ends with in the source (Python's universal newlines), so
 * row N is line N; the last one ends as in the source (where Python's `linecache` would add an end). A byte order mark is dropped. Nothing else of the source changes.
 */
export function renderListing(analysis: FileReport, { missing, pythonCompat = false }: ListingOptions): string {
  const counts = new Map(analysis.lines.map(({ line, count }) => [line, count]))
  const lines = splitLines(analysis.source)
  const missedArms = missing && !pythonCompat ? (analysis.missedArms ?? []) : []
  const untaken = new Set(missedArms.filter(({ isWritten }) => isWritten).map(({ line }) => line))
  const marginOf = (line: Line, text: string): string => {
    const mark = untaken.has(line) && !text.includes(pragma) ? '!' : ':'
    return margin(counts.get(line), missing, mark)
  }
  const afterLastEnd = lines.pop() ?? ''
  const rows = lines.map((line, index) => `${marginOf(index + 1, line)}${expandTabs(line)}\n`)
  if (afterLastEnd !== '') rows.push(marginOf(lines.length + 1, afterLastEnd) + expandTabs(afterLastEnd))
  return rows.join('')
}

function margin(count: number | undefined, missing: boolean, mark: ':' | '!'): string {
  if (count === undefined) return blank
  if (count > 0) return `${String(count).padStart(5)}${mark} `
  return missing ? neverRan : blank
}

/**
 * `src/cart.ts.cover`. A file outside of the root has its listing inside all the same: `../lib/a.ts` in
 * `_up_/lib/a.ts.cover`, `D:/lib/a.ts` in `_D_/lib/a.ts.cover`. No two paths share a listing.
 */
export function listingName(path: FilePath): string {
  return `${insidePath(path)}.cover`
}

/** Python's `str.expandtabs(8)`: columns are code points from the start of the source line. */
function expandTabs(line: string): string {
  if (!line.includes('\t')) return line
  let expanded = ''
  let column = 0
  for (const character of line) {
    const width = character === '\t' ? tabWidth - (column % tabWidth) : 1
    expanded += character === '\t' ? ' '.repeat(width) : character
    column += width
  }
  return expanded
}
