/** A report outside of test runners: lists go to stdout as in Python's trace, other formats into files. */
import { resolve } from 'node:path'
import type { Report } from '../model/analysis.ts'
import { renderFormats, renderLists } from '../formats/index.ts'
import type { ResolvedOptions } from '../options/options.ts'
import { addToReport, renderDigest } from '../report/index.ts'

export interface TerminalOptions {
  root: string
  options: ResolvedOptions
  /** Whether stderr is a terminal. */
  terminal: boolean
  color: boolean
}

/** The other texts are files only beside listings: without `count`, nothing is written. */
export function filesOnly(options: ResolvedOptions): ResolvedOptions {
  const { count, listfuncs, trackcalls } = options
  return { ...options, listfuncs: count && listfuncs, trackcalls: count && trackcalls, print: [], format: [] }
}

export async function renderForTerminal(
  report: Report | null,
  { root, options, terminal, color }: TerminalOptions,
): Promise<{ stdout: string; stderr: string }> {
  if (!report) return { stdout: '', stderr: '' }
  const requestedLists = await renderLists(options.print, report, { root, options })
  const { files, text } = await renderFormats(options.format, report, { root, options })
  await addToReport(files, resolve(root, options.coverdir))
  return {
    stdout: [...requestedLists, text].join(''),
    // A user at a terminal sees totals, and where the files are. Programs that read the output get no digest.
    stderr: options.count && terminal ? renderDigest(report, { color, coverdir: options.coverdir }) : '',
  }
}
