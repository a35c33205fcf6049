import picocolors from 'picocolors'
import type { Report, Ratio } from '../model/analysis.ts'
import { findMissingLines, formatRanges } from '../analysis/missing-lines.ts'
import { neverCalled } from '../analysis/never-ran.ts'
import { escapeControls } from '../model/safe.ts'
import { countTotals, percentage } from '../analysis/totals.ts'
import type { Totals } from '../analysis/totals.ts'

export interface DigestOptions {
  color: boolean
  /** Where the report was written, as it is to be shown. */
  coverdir: string
  /** Whether `summary.txt` and `functions.txt` are there, so that the digest can point to them. */
  count?: boolean
  listfuncs?: boolean
}

type Colors = ReturnType<typeof picocolors.createColors>

interface Row {
  label: string
  text: string
}

const labelWidth = 11
const filesShown = 4
const functionsShown = 3
const uncountedShown = 3
const rangesShown = 4

/** What the terminal shows at the end of a run: at most 13 lines, in columns that continue Vitest's own. */
export function renderDigest(report: Report, { color, coverdir, count, listfuncs }: DigestOptions): string {
  const where = escapeControls(coverdir)
  const colors = picocolors.createColors(color)
  const totals = countTotals(report)
  const rows = [
    headRow(totals, report.testFiles, colors),
    ...ratioRows(totals, colors),
    ...missingRows(report, colors, count ? ` in ${where}/summary.txt` : ''),
    ...neverCalledRows(report, colors, listfuncs ? ` in ${where}/functions.txt` : ''),
    ...uncountedRows(report, colors),
    { label: 'Report', text: colors.cyan(where) },
  ]
  return rows.map(({ label, text }) => `${colors.dim(label.padStart(labelWidth))}  ${text}\n`).join('')
}

function headRow(totals: Totals, tests: Report['testFiles'], colors: Colors): Row {
  const files = quantity(totals.files, 'file')
  if (tests === null) return { label: 'tstrace', text: files }
  const reported = `${tests.reported} of ${quantity(tests.expected, 'test file')} reported`
  const complete = tests.reported === tests.expected
  return { label: 'tstrace', text: `${files}, ${complete ? reported : colors.yellow(`only ${reported}`)}` }
}

/** `Lines  152 of 161   94%`, the numbers in columns; what the sources have none of is left out. */
function ratioRows({ lines, functions, arms, pairs }: Totals, colors: Colors): Row[] {
  const ratios = { Lines: lines, Functions: functions, Branches: arms }
  const shown = Object.entries(ratios).filter(([, { total }]) => total > 0)
  const hitWidth = widest([...shown.map(([, { hit }]) => hit), pairs])
  const totalWidth = widest(shown.map(([, { total }]) => total))
  const rows = shown.map(([label, ratio]) => {
    const numbers = `${String(ratio.hit).padStart(hitWidth)} of ${String(ratio.total).padStart(totalWidth)}`
    return { label, text: `${numbers}  ${colorPercentage(ratio, colors)}` }
  })
  const callers = `${String(pairs).padStart(hitWidth)} ${pairs === 1 ? 'pair' : 'pairs'}`
  return pairs === 0 ? rows : [...rows, { label: 'Callers', text: callers }]
}

/** Istanbul's watermarks: 80 and 50. */
function colorPercentage(ratio: Ratio, colors: Colors): string {
  const percent = percentage(ratio)
  const paint = percent >= 80 ? colors.green : percent >= 50 ? colors.yellow : colors.red
  return paint(`${percent}%`.padStart(4))
}

function missingRows(report: Report, colors: Colors, where: string): Row[] {
  const files = findMissingLines(report)
  const shown = files.slice(0, filesShown).map((file) => ({ ...file, path: escapeControls(file.path) }))
  const pathWidth = Math.max(0, ...shown.map(({ path }) => path.length))
  const countWidth = widest(shown.map(({ count }) => count))
  const texts = shown.map(({ path, count, ranges }) => {
    const lines = colors.yellow(formatRanges(ranges, rangesShown))
    return `${path.padEnd(pathWidth)}  ${String(count).padStart(countWidth)}  ${lines}`
  })
  const rest = files.length - shown.length
  if (rest > 0) texts.push(colors.dim(`and ${quantity(rest, 'more file')}${where}`))
  return texts.map((text, index) => ({ label: index === 0 ? 'Missing' : '', text }))
}

function neverCalledRows(report: Report, colors: Colors, where: string): Row[] {
  const functions = neverCalled(report)
  if (functions.length === 0) return []
  const shown = functions
    .slice(0, functionsShown)
    .map(({ file, name, at }) => colors.yellow(escapeControls(`${name} (${file.path}:${at.line})`)))
  const rest = functions.length - shown.length
  if (rest > 0) shown.push(colors.dim(`and ${quantity(rest, 'more function')}${where}`))
  return [{ label: 'Never ran', text: shown.join(', ') }]
}

function uncountedRows({ uncounted }: Report, colors: Colors): Row[] {
  if (uncounted.length === 0) return []
  const shown = uncounted.slice(0, uncountedShown).map(escapeControls)
  const rest = uncounted.length - shown.length
  const text = [...shown, ...(rest > 0 ? [`and ${quantity(rest, 'more file')}`] : [])].join(', ')
  return [{ label: 'Uncounted', text: colors.yellow(text) }]
}

function widest(numbers: readonly number[]): number {
  return Math.max(0, ...numbers.map((number) => String(number).length))
}

function quantity(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
