/** How the ends without a test runner show a report: lists on stdout as Python's trace, what else was asked for as files. */
import { resolve } from 'node:path'
import type { Report } from '../model/analysis.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { renderDigest, renderers } from '../report/index.ts'

export interface TerminalOptions {
  root: string
  options: ResolvedOptions
  /** Of istanbul-reports. */
  formats: string[]
  /** Whether stderr is one, and how it likes things. */
  terminal: boolean
  color: boolean
}

/** Beside the listings stands all that was asked for; without `count`, nothing is written. */
export function filesOnly(options: ResolvedOptions): ResolvedOptions {
  const { count, listfuncs, trackcalls } = options
  return { ...options, listfuncs: count && listfuncs, trackcalls: count && trackcalls, print: [] }
}

export async function renderForTerminal(
  report: Report | null,
  { root, options, formats, terminal, color }: TerminalOptions,
): Promise<{ stdout: string; stderr: string }> {
  if (!report) return { stdout: '', stderr: '' }
  const lists = options.print.map((item) => renderers[item](report, options))
  if (formats.length > 0) {
    const { writeFormats } = await import('../formats/write-formats.ts')
    lists.push(writeFormats(report, { root, directory: resolve(root, options.coverdir), formats }))
  }
  return {
    stdout: lists.join(''),
    // A terminal's user sees where it went, and what it comes to; whoever reads the output is not disturbed.
    stderr: options.count && terminal ? renderDigest(report, { color, coverdir: options.coverdir }) : '',
  }
}
