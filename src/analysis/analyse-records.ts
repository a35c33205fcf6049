/** Joins counts with the sources that are on disk now, one file at a time. */
import { unparsed } from '../instrument/instrument.ts'
import { withOwnNames } from '../istanbul/engine.ts'
import type { FileAnalysis, FileReport, Report } from '../model/analysis.ts'
import type { FileCounts, FilePath } from '../model/counts.ts'
import { TstraceError, type Warning } from '../model/error.ts'
import { hashText } from '../model/hash.ts'
import { isUnloaded } from '../model/unloaded.ts'
import { istanbulPlan } from '../istanbul/coverage-variable.ts'
import { recordKey, type RecordKey } from '../model/record-key.ts'
import type { CounterIndex, FileSites } from '../model/sites.ts'
import { addAnalyses } from './add-analyses.ts'
import { analyseFile } from './analyse-file.ts'
import { CallTable, type FunctionName, nameFunctions } from './calls.ts'
import { summarize } from './totals.ts'
import { type Wanted, findUnloaded, readSource } from './unloaded.ts'
import { type Parse, parseToJson } from '../source/parse.ts'
import { isTooLarge } from '../source/too-large.ts'
import { findSites, noSites, numberingVersion } from '../source/number-source.ts'

export interface AnalyseOptions extends Wanted {
  /** If the records name files that nothing loaded, they name all of them. */
  trustUnloaded?: boolean
  /** For the report. Default: null, as outside of a test run. */
  testFiles?: Report['testFiles']
  /** Files that are known to have run without being instrumented. */
  uncounted?: FilePath[]
  /** Keep the analyses, for what needs every place of every file. */
  inFull?: boolean
  /** What parses many sources. Default: `parseToJson`, as always where there are few. */
  parse?: Parse
}

/**
 * The report on these records, which are sorted by path. Of each file only what the report keeps stays in memory, so
 * that it grows with the sources, not with the store.
 */
export async function analyse(
  records: Iterable<FileCounts> | AsyncIterable<FileCounts>,
  options: AnalyseOptions,
): Promise<{ report: Report; warnings: Warning[] }> {
  const groups = groupByPath(records)
  const { first, isAll } = await takeFirst(groups)
  const analyst = new Analyst(options, isAll ? 'few' : 'many')
  for (const group of first) analyst.addFile(group[0]!.path, group)
  for await (const group of groups) analyst.addFile(group[0]!.path, group)
  if (options.options.all && !(options.trustUnloaded && analyst.hasUnloaded)) await analyst.addUnloaded()
  return analyst.finish()
}

/** A megabyte of sources, more or less: of less, parsing takes longer where the tree does not come as JSON. */
const manyFiles = 150
const manyNumbers = 25_000

/** Few enough to be kept until it is known whether there are more. */
async function takeFirst(groups: AsyncGenerator<FileCounts[]>): Promise<{ first: FileCounts[][]; isAll: boolean }> {
  const first: FileCounts[][] = []
  for (let numbers = 0; numbers < manyNumbers && first.length < manyFiles;) {
    const { done, value } = await groups.next()
    if (done) return { first, isAll: true }
    first.push(value)
    for (const { counts, pairs } of value) numbers += counts.length + pairs.length
  }
  return { first, isAll: false }
}

async function* groupByPath(records: Iterable<FileCounts> | AsyncIterable<FileCounts>): AsyncGenerator<FileCounts[]> {
  let group: FileCounts[] = []
  for await (const record of records) {
    if (group[0] !== undefined && group[0].path !== record.path) {
      yield group
      group = []
    }
    group.push(record)
  }
  if (group.length > 0) yield group
}

class Analyst {
  readonly #options: AnalyseOptions
  #parse: Parse
  readonly #warnings: Warning[] = []
  readonly #files: FileReport[] = []
  readonly #analyses: FileAnalysis[] | null
  readonly #calls = new CallTable()
  readonly #functions = new Map<RecordKey, ReadonlyMap<CounterIndex, FunctionName>>()
  readonly #known = new Set<FilePath>()
  readonly #gone: FilePath[] = []
  /** Records named files that nothing loaded. */
  hasUnloaded = false

  constructor(options: AnalyseOptions, sources: 'few' | 'many') {
    this.#options = options
    this.#parse = sources === 'few' ? parseToJson : parserOfMany(options)
    this.#analyses = options.inFull ? [] : null
  }

  /** All records of one path: its revisions and plans. */
  addFile(path: FilePath, records: FileCounts[]): void {
    this.#known.add(path)
    const counted = records.filter((one) => !isUnloaded(one))
    this.hasUnloaded ||= counted.length < records.length
    const source = readSource(this.#options.root, path)
    if (source === null) {
      if (counted.length > 0) this.#gone.push(path)
      return
    }
    const hash = hashText(source)
    const current = counted.filter((one) => one.hash === hash && isCurrentPlan(one))
    if (current.length === 0) {
      const isListed = counted.length === 0 || records.some((one) => one.hash === hash && isUnloaded(one))
      if (counted.length > 0) this.#warnings.push(changed(path, isListed))
      if (isListed) this.#addUnloadedFile(path, source)
      return
    }
    const plain = current.some(needsPlainSites) ? this.#plainSites(path, source) : null
    const builds: FileAnalysis[] = []
    for (const record of current) {
      const sites = ownSites(record, plain)
      if (sites === null) continue
      const build = this.#join(path, source, sites, record.counts)
      if (build === null) continue
      builds.push(build)
      this.#functions.set(recordKey(record), nameFunctions(sites))
      this.#calls.add(record)
    }
    const [first, ...others] = builds
    if (first) this.#addAnalysis(addAnalyses([first, ...others]))
  }

  /** Files that could have been traced, and that nothing loaded. */
  async addUnloaded(): Promise<void> {
    const paths = await findUnloaded(this.#options, this.#known)
    if (paths.length >= manyFiles) this.#parse = parserOfMany(this.#options)
    for (const path of paths) {
      const source = readSource(this.#options.root, path)
      if (source !== null) this.#addUnloadedFile(path, source)
    }
  }

  /** A file that is too large or can't be parsed has a listing all the same: one where nothing is known to run. */
  #addUnloadedFile(path: FilePath, source: string): void {
    const problem = isTooLarge(source, this.#options.options.maxSize)
    if (problem) this.#warnings.push(...unparsed(source, path, problem).warnings)
    const sites = (problem ? null : this.#plainSites(path, source)) ?? noSites()
    this.#addAnalysis(analyseFile({ path, source, sites, counts: null }))
  }

  finish(): { report: Report; warnings: Warning[] } {
    const files = this.#files.sort(comparePaths)
    const calls = this.#calls.resolve((revision) => this.#functions.get(recordKey(revision)) ?? null)
    const warnings = [...this.#warnings, ...sourcesGone(this.#gone)]
    const { testFiles = null, uncounted = [] } = this.#options
    const report: Report = {
      files,
      calls,
      testFiles,
      uncounted: [...new Set([...uncounted, ...uncountedIn(warnings)])].sort(),
      ...(this.#analyses && { analyses: this.#analyses.sort(comparePaths) }),
    }
    return { report, warnings }
  }

  #addAnalysis(analysis: FileAnalysis): void {
    this.#files.push(summarize(analysis))
    this.#analyses?.push(analysis)
  }

  /** Null, and a warning, where the counts are not of these sites: data that is damaged costs one file, not the report. */
  #join(path: FilePath, source: string, sites: FileSites, counts: number[]): FileAnalysis | null {
    try {
      return analyseFile({ path, source, sites, counts })
    } catch (error) {
      if (!(error instanceof TstraceError)) throw error
      this.#warnings.push({ slug: error.code, message: `${error.reason} It is not in the report.` })
      return null
    }
  }

  /** What can run in a file's own text; null, and a warning, where it can't be parsed. */
  #plainSites(path: FilePath, text: string): FileSites | null {
    const found = findSites(text, { path, parse: this.#parse })
    const warnings = 'sites' in found ? found.warnings : unparsed(text, path, found).warnings
    this.#warnings.push(...warnings)
    return 'sites' in found ? found.sites : null
  }
}

function parserOfMany({ parse = parseToJson }: AnalyseOptions): Parse {
  return parse
}

function comparePaths(a: { path: FilePath }, b: { path: FilePath }): number {
  return a.path < b.path ? -1 : 1
}

function needsPlainSites({ sites, plan }: FileCounts): boolean {
  return !sites || plan === istanbulPlan
}

function ownSites({ sites, plan }: FileCounts, plain: FileSites | null): FileSites | null {
  return sites && plain && plan === istanbulPlan ? withOwnNames(sites, plain) : (sites ?? plain)
}

function isCurrentPlan(record: FileCounts): boolean {
  return record.plan === numberingVersion || record.sites !== undefined
}

/** The files that warnings say are not counted. */
export function uncountedIn(warnings: Iterable<Warning>): FilePath[] {
  return [...warnings].flatMap(({ uncounted }) => uncounted ?? [])
}

// --- what the user should know ---

/** Counts of older texts beside those of the present one are no news: they stay in the store. */
function changed(path: FilePath, isListed: boolean): Warning {
  const rest = isListed ? 'Nothing has loaded the present text, so all of it is missing' : 'It is not in the report'
  const message = `"${path}" was changed since it was counted, so its counts fit no line. ${rest}; run again to count it as it is.`
  return { slug: 'source-changed', message }
}

/** One message, however many they are: where one is gone, often all are. */
function sourcesGone(paths: FilePath[]): Warning[] {
  if (paths.length === 0) return []
  const many = paths.length > 1
  const advice = `If ${many ? 'they are' : 'it is'} elsewhere now, "tstrace --report --map FROM=TO" finds ${many ? 'them' : 'it'}; if not, start the store anew.`
  const message = `${listNames(paths)} ${many ? 'were' : 'was'} counted, but can't be read now, and ${many ? 'are' : 'is'} not in the report. ${advice}`
  return [{ slug: 'source-gone', message }]
}

const namesShown = 5

/** The first of them, in quotes, and how many more there are. */
export function listNames(paths: FilePath[], notes: ReadonlyMap<FilePath, string> = new Map()): string {
  const more = paths.length > namesShown ? ` and ${paths.length - namesShown} more` : ''
  const names = paths.slice(0, namesShown).map((path) => {
    const note = notes.get(path)
    return note === undefined ? `"${path}"` : `"${path}" (${note})`
  })
  return names.join(', ') + more
}
