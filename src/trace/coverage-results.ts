/** The counts of a `Trace`: Python's `trace.CoverageResults`. Light: the modules that report are loaded on first use. */
import { resolve } from 'node:path'
import process from 'node:process'
import type { Call, Calls, FunctionActor, FunctionReport, Report } from '../model/analysis.ts'
import type { FileCounts, FilePath } from '../model/counts.ts'
import type { Warning } from '../model/error.ts'
import type { ResolvedOptions } from '../options/options.ts'
import type { Line } from '../model/sites.ts'
import type { Selector } from '../selection/select.ts'
import { printWarnings } from '../process/print-warnings.ts'

export interface WriteResultsOptions {
  /** Mark executable lines that never ran with `>>>>>> `. Default false, as in Python. */
  showMissing?: boolean
  /** Print a line for each file: lines, percentage, module. Default false. */
  summary?: boolean
  /** Where the listings go. Default `tstrace-report`. */
  coverdir?: string
}

export interface LineEntry {
  path: FilePath
  line: Line
  count: number
}

export interface CalledFunction extends FunctionReport {
  path: FilePath
  module: string
}

/** What results are made of. */
export interface TraceCounts {
  records: FileCounts[]
  /** Of these, what is not in `outfile` yet. */
  unsaved: FileCounts[]
  options: ResolvedOptions
  root: string
  select: Selector
}

type CreateResults = (counts: TraceCounts) => Promise<CoverageResults>
let create: CreateResults

export class CoverageResults implements Iterable<LineEntry> {
  static {
    create = async (counts) => {
      const { report, warnings } = await analysed(counts)
      return new CoverageResults(counts, report, warnings)
    }
  }

  #counted: TraceCounts
  #report: Report
  #warnings: Warning[]

  private constructor(counted: TraceCounts, report: Report, warnings: Warning[]) {
    this.#counted = counted
    this.#report = report
    this.#warnings = warnings
  }

  /** Lines that ran and how often, by file. */
  get counts(): Map<FilePath, Map<Line, number>> {
    if (!this.#counted.options.count) return new Map()
    return new Map(
      this.#report.files.map(({ path, lines }) => [
        path,
        new Map(lines.filter(({ count }) => count > 0).map(({ line, count }) => [line, count])),
      ]),
    )
  }

  /** Functions that ran; empty without `countfuncs`. */
  get calledfuncs(): CalledFunction[] {
    if (!this.#counted.options.listfuncs) return []
    return this.#report.files.flatMap(({ path, module, functions }) =>
      functions.filter(({ count }) => count > 0).map((one) => ({ path, module, ...one })),
    )
  }

  /** Who called whom, and how often; empty without `countcallers`. */
  get callers(): Call[] {
    return this.#counted.options.trackcalls ? listCalls(this.#report.calls) : []
  }

  /** Adds what another Trace counted. */
  async update(other: CoverageResults): Promise<void> {
    const records = await sum(this.#counted.records, other.#counted.records)
    const unsaved = await sum(this.#counted.unsaved, other.#counted.unsaved)
    const [mine, theirs] = [this.#counted.options, other.#counted.options]
    const options = {
      ...mine,
      count: mine.count || theirs.count,
      listfuncs: mine.listfuncs || theirs.listfuncs,
      trackcalls: mine.trackcalls || theirs.trackcalls,
    }
    this.#counted = { ...this.#counted, records, unsaved, options }
    const { report, warnings } = await analysed(this.#counted)
    this.#report = report
    this.#warnings = warnings
  }

  /**
   * Writes the listings to `coverdir`, prints the lists that were asked for, and adds to `outfile`. Returns the files it
   * wrote. Throws a TstraceError 'coverdir-unwritable', or what hinders adding to the store.
   */
  async writeResults({ showMissing = false, summary = false, coverdir }: WriteResultsOptions = {}): Promise<string[]> {
    const { root } = this.#counted
    const options = { ...this.#counted.options, missing: showMissing }
    const { chosenFormats, namesOf, renderFormats, renderLists } = await import('../formats/index.ts')
    const { writeReport } = await import('../report/index.ts')
    const { listfuncs, trackcalls, count, file, format } = options
    const lists = chosenFormats({ count: false, listfuncs, trackcalls })
    const texts = await renderLists(summary ? [...lists, 'summary'] : lists, this.#report, { root, options })
    const directory = resolve(root, coverdir ?? options.coverdir)
    const formats = chosenFormats({ count, listfuncs: false, trackcalls: false, format })
    const { files, text } = await renderFormats(formats, this.#report, { root, options })
    print([...texts, text].join(''))
    printWarnings(this.#warnings)
    const replaces = namesOf(formats)
    const written = files.length > 0 || count ? await writeReport(files, { coverdir: directory, replaces }) : []
    if (file !== null) await this.#addTo(resolve(root, file))
    return written
  }

  async #addTo(store: string): Promise<void> {
    const { updateStore } = await import('../store/store.ts')
    const records = this.#counted.unsaved
    if (records.length === 0) return
    this.#counted = { ...this.#counted, unsaved: [] }
    printWarnings(await updateStore(store, records))
  }

  /** Line by line, as far as they ran. */
  *[Symbol.iterator](): Generator<LineEntry> {
    for (const [path, lines] of this.counts) for (const [line, count] of lines) yield { path, line, count }
  }

  toJSON(): { counts: LineEntry[]; calledfuncs: CalledFunction[]; callers: Call[] } {
    return { counts: [...this], calledfuncs: this.calledfuncs, callers: this.callers }
  }
}

/** For `Trace` alone: the constructor is not for users. */
export const createResults: CreateResults = (counts) => create(counts)

function listCalls({ actors, callers, callees, counts }: Calls): Call[] {
  return Array.from(counts, (count, row) => ({
    caller: actors[callers[row]!]!,
    callee: actors[callees[row]!] as FunctionActor,
    count,
  }))
}

async function sum(...all: FileCounts[][]): Promise<FileCounts[]> {
  const { CountsTable } = await import('../store/counts-table.ts')
  const table = new CountsTable()
  for (const record of all.flat()) table.add(record)
  return [...table]
}

async function analysed({
  records,
  root,
  options,
  select,
}: TraceCounts): Promise<{ report: Report; warnings: Warning[] }> {
  const { analyse } = await import('../analysis/analyse-records.ts')
  return analyse(records, { root, options, select, inFull: options.format.length > 0 })
}

function print(text: string): void {
  process.stdout.write(text)
}
