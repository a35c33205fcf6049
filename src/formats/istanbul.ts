/** The formats of istanbul-reports. They write into memory, so that one module of ours writes to the disk. */
import { readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import libCoverage from 'istanbul-lib-coverage'
import libReport from 'istanbul-lib-report'
import reports from 'istanbul-reports'
import type { Report } from '../model/analysis.ts'
import type { FormatOptions, IstanbulFormat } from '../options/formats.ts'
import { toFileCoverage } from '../istanbul/to-file-coverage.ts'
import type { FormatContext, Output } from './format.ts'

/** Needs `report.analyses`. Istanbul names files by absolute paths. */
export function renderIstanbul(
  format: IstanbulFormat,
  report: Report,
  { root }: FormatContext,
  options: FormatOptions,
): Output[] {
  const sources = new Map(report.files.map((file) => [resolve(root, file.path), file.source]))
  const coverageMap = libCoverage.createCoverageMap({})
  for (const file of report.analyses ?? []) coverageMap.addFileCoverage(toFileCoverage(resolve(root, file.path), file))
  const context = libReport.createContext({ coverageMap, sourceFinder: (path: string) => sources.get(path) ?? '' })
  const outputs = new Map<string | null, Output>()
  Object.defineProperty(context, 'writer', { value: memoryWriter(outputs) })
  reports.create(format, { projectRoot: root, ...options }).execute(context)
  return [...outputs.values()]
}

/** Stands in for the `FileWriter` of istanbul-lib-report. */
interface Writer {
  writeFile(name: string | null): ContentWriter
  copyFile(source: string, name: string, header?: string): void
  writerForDir(directory: string): Writer
}

interface ContentWriter {
  write(text: string): void
  println(text: string): void
  colorize(text: string): string
  close(): void
}

/** A name that comes again replaces the file. */
function memoryWriter(outputs: Map<string | null, Output>, directory = '.'): Writer {
  const add = (name: string | null, render: Output['render']): unknown => outputs.set(name, { name, render })
  return {
    writeFile(file) {
      const pieces: string[] = []
      add(file === null || file === '-' ? null : posix.join(directory, file), () => pieces)
      return {
        write: (text) => void pieces.push(text),
        println: (text) => void pieces.push(`${text}\n`),
        colorize: (text) => text,
        close() {},
      }
    },
    copyFile(source, name, header) {
      const read = (): Buffer => readFileSync(source)
      add(posix.join(directory, name), header === undefined ? read : () => [header, read().toString()])
    },
    writerForDir: (name) => memoryWriter(outputs, posix.join(directory, name)),
  }
}
