/** The report in the formats that tools read: all of istanbul-reports. */
import libCoverage from 'istanbul-lib-coverage'
import libReport from 'istanbul-lib-report'
import reports from 'istanbul-reports'
import type { FileAnalysis, Report } from '../model/analysis.ts'
import type { CounterIndex, FileSites } from '../model/sites.ts'
import { resolve } from 'node:path'
import { toIstanbul } from '../istanbul/to-file-coverage.ts'

export interface FormatOptions {
  /** Absolute; Istanbul names files by absolute paths. */
  root: string
  /** Absolute; where files go. */
  directory: string
  formats: string[]
}

/** Writes the files of each format, and returns what the text formats would print. */
export function writeFormats(report: Report, { root, directory, formats }: FormatOptions): string {
  const sources = new Map(report.files.map((file) => [resolve(root, file.path), file.source]))
  const context = libReport.createContext({
    dir: directory,
    coverageMap: coverageMap(report, root),
    sourceFinder: (path: string) => sources.get(path) ?? '',
  })
  let printed = ''
  const terminal: ContentWriter = {
    write: (text) => void (printed += text),
    println: (text) => void (printed += `${text}\n`),
    colorize: (text) => text,
    close() {},
  }
  const { writer } = context as unknown as { writer: { writeFile(file: string | null): ContentWriter } }
  const writeFile = writer.writeFile.bind(writer)
  writer.writeFile = (file) => (file === null || file === '-' ? terminal : writeFile(file))
  for (const format of formats) reports.create(format as keyof reports.ReportOptions).execute(context)
  return printed
}

/** Where a format writes to. */
interface ContentWriter {
  write(text: string): void
  println(text: string): void
  colorize(text: string): string
  close(): void
}

function coverageMap(report: Report, root: string): libCoverage.CoverageMap {
  const map = libCoverage.createCoverageMap({})
  for (const file of report.analyses ?? []) {
    const { sites, counts } = separate(file)
    map.addFileCoverage(toIstanbul(resolve(root, file.path), sites, counts))
  }
  return map
}

/** The analysis as sites and counts again, each site with a counter of its own. */
function separate({ statements, functions, branches }: FileAnalysis): { sites: FileSites; counts: number[] } {
  const counts: number[] = []
  function counter(count: number): CounterIndex {
    return counts.push(count) - 1
  }
  const sites: FileSites = {
    statements: statements.map(({ range, count }) => ({ range, counter: counter(count) })),
    functions: functions.map(({ count, ...site }) => ({ ...site, counter: counter(count) })),
    branches: branches.map(({ kind, range, arms }) => ({
      kind,
      range,
      arms: arms.map((arm) => ({ range: arm.range, counter: counter(arm.count) })),
    })),
    counters: 0,
  }
  return { sites: { ...sites, counters: counts.length }, counts }
}
