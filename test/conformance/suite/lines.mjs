import { existsSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** Each line where a statement of Istanbul's starts, and that the listing has otherwise. No line at all is a difference, too. */
export function compareLines({ coverage, report, root }) {
  const differences = []
  let [files, lines] = [0, 0]
  for (const [path, counts] of Object.entries(coverage)) {
    const name = relative(root, path).split(sep).join('/')
    const listing = join(report, `${name.replaceAll('../', '_up_/')}.cover`)
    const isLoaded = Object.values(counts.s).some((count) => count > 0)
    if (!existsSync(listing)) {
      if (isLoaded) differences.push(`${name}: no listing`)
      continue
    }
    files++
    const listed = readFileSync(listing, 'utf8').split('\n')
    for (const [line, count] of lineCounts(counts)) {
      lines++
      const ours = countOf(listed[line - 1] ?? '')
      if (ours !== count) differences.push(`${name}:${line}: Istanbul ${count}, we ${ours} | ${listed[line - 1]}`)
    }
  }
  if (lines === 0) differences.push('No line was compared.')
  return { files, lines, differences }
}

/** As Istanbul's own reports have it: that of the statement that ran most often. */
function lineCounts({ statementMap, s }) {
  const counts = new Map()
  for (const [id, { start }] of Object.entries(statementMap))
    counts.set(start.line, Math.max(counts.get(start.line) ?? 0, s[id]))
  return counts
}

function countOf(line) {
  if (line.startsWith('>>>>>> ')) return 0
  const [, count] = /^ *(\d+)[:!] /.exec(line) ?? []
  return count === undefined ? 'none' : Number(count)
}
