/** The formats of istanbul-reports. They write into memory, so that one module of ours writes to the disk. */
import { readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import libCoverage from 'istanbul-lib-coverage'
import libReport, { type Context } from 'istanbul-lib-report'
import reports from 'istanbul-reports'
import type { Report } from '../model/analysis.ts'
import type { FormatOptions, IstanbulFormat } from '../options/formats.ts'
import type { FilePath } from '../model/counts.ts'
import { toFileCoverage } from '../istanbul/to-file-coverage.ts'
import type { FormatContext, Output } from './format.ts'
import { plainName, plainPaths, withUniqueNames } from './istanbul-names.ts'
import { escapeMarkup, makePagesSafe, withoutMarks } from './istanbul-pages.ts'

/** Needs `report.analyses`. Istanbul names files by absolute paths. */
export function renderIstanbul(
  format: IstanbulFormat,
  report: Report,
  { root }: FormatContext,
  options: FormatOptions,
): Output[] {
  const toPath = pathNames(format, report, root)
  const nameFunction = isJson(format) ? (name: string) => name : (name: string) => functionName(format, name)
  const sources = new Map(report.files.map((file) => [toPath(file.path), file.source]))
  const coverageMap = libCoverage.createCoverageMap({})
  for (const file of report.analyses ?? []) {
    coverageMap.addFileCoverage(toFileCoverage(toPath(file.path), withUniqueNames(file, nameFunction)))
  }
  const sourceFinder = (path: string): string => withoutMarks(sources.get(path) ?? '')
  const context = libReport.createContext({ coverageMap, sourceFinder })
  const outputs = new Map<string | null, Output>()
  Object.defineProperty(context, 'writer', { value: memoryWriter(outputs) })
  Object.defineProperty(context, 'getXMLWriter', { value: safeXml(context, format) })
  const renderer = reports.create(format, { projectRoot: plainName(root), ...options } as object)
  makePagesSafe(renderer)
  renderer.execute(context)
  return [...outputs.values()]
}

/** JSON can hold every name. */
function isJson(format: IstanbulFormat): boolean {
  return format === 'json' || format === 'json-summary'
}

function pathNames(format: IstanbulFormat, { files }: Report, root: string): (path: FilePath) => string {
  const toAbsolute = (path: FilePath): string => resolve(root, path)
  if (isJson(format)) return toAbsolute
  const names = plainPaths(files.map(({ path }) => toAbsolute(path)))
  return (path) => names.get(toAbsolute(path)) ?? plainName(toAbsolute(path))
}

/** In lcov, a name such as `3,x` would be read as an end line and a name. */
function functionName(format: IstanbulFormat, name: string): string {
  const plain = plainName(name)
  return format.includes('lcov') && /^\d+,/.test(plain) ? `"${plain}"` : plain
}

type Attributes = Record<string, unknown>

/** The part of istanbul-lib-report's `XMLWriter` that takes names. */
interface XmlWriter {
  openTag(name: string, attributes?: Attributes): void
  inlineTag(name: string, attributes?: Attributes | null, content?: string): void
}

/** Escapes what the formats do not: all names, but those that `cobertura` has escaped. */
function safeXml(context: Context, format: IstanbulFormat): (file: ContentWriter) => XmlWriter {
  const make = (context as unknown as { getXMLWriter: (file: ContentWriter) => XmlWriter }).getXMLWriter
  const escape = (attributes: Attributes = {}): Attributes =>
    Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => {
        return [key, format === 'cobertura' && key === 'name' ? value : escapeMarkup(String(value))]
      }),
    )
  return (file) => {
    const writer = make.call(context, file)
    const { openTag, inlineTag } = writer
    writer.openTag = (name, attributes) => openTag.call(writer, name, escape(attributes))
    writer.inlineTag = (name, attributes, content = '') =>
      inlineTag.call(writer, name, escape(attributes ?? {}), escapeMarkup(content))
    return writer
  }
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
