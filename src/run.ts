/** The end of a run: from parts to the store, to the analysis, to reports. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { glob } from 'tinyglobby'
import { unparsed } from './instrument/instrument.ts'
import { withOwnNames } from './instrument/istanbul.ts'
import type { FileAnalysis, Report } from './model/analysis.ts'
import type { ContentHash, FileCounts, FilePath } from './model/counts.ts'
import type { Warning } from './model/error.ts'
import { hashText } from './model/hash.ts'
import { istanbulPlan } from './model/istanbul.ts'
import type { ResolvedOptions } from './model/options.ts'
import type { FileSites } from './model/sites.ts'
import { addAnalyses, analyseFile, renderDigest, renderers, resolveCalls, writeReport } from './report/index.ts'
import { type Selector, isPlainSource } from './select.ts'
import { findSites, noSites, planVersion } from './source/plan.ts'
import { CountsTable } from './store/counts-table.ts'
import { removeRunDirectory } from './store/parts.ts'
import { readParts } from './store/read-parts.ts'
import { readStore, updateStore } from './store/store.ts'

export interface ReportedRun {
  /** Absolute. */
  root: string
  options: ResolvedOptions
  select: Selector
  /** The test files that ran; null outside of a test run. */
  testFiles: FilePath[] | null
  color: boolean
}

export interface FinishedRun extends ReportedRun {
  /** Where the run's parts are, and which run they must be of. */
  directory: string
  run: string
}

export interface RunOutcome {
  /** null with `report: false`. */
  report: Report | null
  /** For the terminal: what `print` asked for, then the digest. */
  text: string
  warnings: Warning[]
}

/** What workers counted, added up. */
export interface Counted {
  records: Iterable<FileCounts>
  /** The test files that reported. */
  testFiles: FilePath[]
  warnings: Warning[]
}

/** Adds up what the workers wrote, adds that to the store, and writes the report. Throws a TstraceError where it can't. */
export async function finishRun(run: FinishedRun): Promise<RunOutcome> {
  const counted = await collectParts(run)
  const store = storeOf(run)
  if (store !== null) counted.warnings.push(...(await updateStore(store, counted.records)))
  // What the workers wrote is in the store now, or in the report: nothing is lost without it.
  await removeRunDirectory(run.directory, run.run)
  return reportCounted(
    store !== null && run.options.report ? { ...counted, records: await readAll(store) } : counted,
    run,
  )
}

/**
 * The report of a run that goes on, as in watch mode: with what is in the store, to which nothing is added yet. The
 * parts stay. Throws a TstraceError where it can't.
 */
export async function reportSoFar(run: FinishedRun): Promise<RunOutcome> {
  const counted = await collectParts(run)
  const store = storeOf(run)
  if (store === null || !run.options.report || !existsSync(store)) return reportCounted(counted, run)
  const table = new CountsTable()
  for (const record of counted.records) table.add(record)
  for await (const record of readStore(store)) table.add(record)
  return reportCounted({ ...counted, records: table }, run)
}

/** Writes the report on these counts. Throws a TstraceError where it can't. */
export async function reportCounted(counted: Counted, run: ReportedRun): Promise<RunOutcome> {
  const { options } = run
  const warnings = [...counted.warnings, ...unreported(run.testFiles, counted.testFiles)]
  if (!options.report) return { report: null, text: '', warnings }
  const { report, warnings: found } = await analyse([...counted.records], run)
  report.testFiles = run.testFiles && { expected: run.testFiles.length, reported: counted.testFiles.length }
  if (options.count || options.listfuncs || options.trackcalls)
    await writeReport(report, { ...options, coverdir: resolve(run.root, options.coverdir) })
  return { report, text: printed(report, run), warnings: [...warnings, ...found] }
}

async function collectParts({ directory, run, options }: FinishedRun): Promise<Counted & { records: FileCounts[] }> {
  const table = new CountsTable()
  const { testFiles, warnings } = await readParts(directory, run, (file) => table.add(file))
  const records = [...table]
  if (records.length === 0 && testFiles.length > 0) warnings.push(noData(options))
  return { records, testFiles, warnings }
}

function storeOf({ root, options }: ReportedRun): string | null {
  return options.file === null ? null : resolve(root, options.file)
}

function printed(report: Report, { options, color }: ReportedRun): string {
  const asked = options.print.map((item) => renderers[item](report, options))
  return [...asked, renderDigest(report, { color, coverdir: options.coverdir })].join('\n')
}

/** Joins the records with the sources that are on disk now. */
async function analyse(records: FileCounts[], run: ReportedRun): Promise<{ report: Report; warnings: Warning[] }> {
  const warnings: Warning[] = []
  const gone: FilePath[] = []
  const files: FileAnalysis[] = []
  const sites = new Map<FilePath, { hash: ContentHash; sites: FileSites }>()
  const known = new Set<FilePath>()
  const used: FileCounts[] = []
  for (const [path, revisions] of groupByPath(records)) {
    known.add(path)
    const text = await readText(resolve(run.root, path))
    const hash = text === null ? null : hashText(text)
    const current = revisions.filter((one) => one.hash === hash && isCurrentPlan(one))
    if (text === null) gone.push(path)
    else if (current.length < revisions.length) warnings.push(changed(path, current.length > 0))
    const plain = text === null || !current.some(needsPlainSites) ? null : plainSites(path, text, warnings)
    if (plain && hash !== null) sites.set(path, { hash, sites: plain })
    const builds = current.flatMap((record) => {
      const own = ownSites(record, plain)
      return own === null || text === null
        ? []
        : [analyseFile({ path, source: text, sites: own, counts: record.counts })]
    })
    used.push(...current)
    const [first, ...others] = builds
    if (first) files.push(addAnalyses([first, ...others]))
  }
  warnings.push(...sourcesGone(gone))
  if (run.options.all) files.push(...(await analyseUnloaded(run, known, warnings)))
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  const calls = resolveCalls(used, ({ path, hash, plan }) => {
    const found = sites.get(path)
    return found?.hash === hash && plan === planVersion ? found.sites : null
  })
  return { report: { files, calls, testFiles: null }, warnings }
}

async function analyseUnloaded(run: ReportedRun, known: Set<FilePath>, warnings: Warning[]): Promise<FileAnalysis[]> {
  const files: FileAnalysis[] = []
  for (const path of await unloadedFiles(run, known)) {
    const source = await readText(resolve(run.root, path))
    if (source === null) continue
    // A file that can't be parsed has a listing all the same: one where nothing is known to run.
    const sites = plainSites(path, source, warnings) ?? noSites()
    files.push(analyseFile({ path, source, sites, counts: null }))
  }
  return files
}

/** What can run in a file's own text; null, and a warning, where it can't be parsed. */
function plainSites(path: FilePath, text: string, warnings: Warning[]): FileSites | null {
  const found = findSites(text, { path })
  if (!('sites' in found)) {
    warnings.push(...unparsed(text, path, found).warnings)
    return null
  }
  warnings.push(...found.warnings)
  return found.sites
}

function needsPlainSites({ sites, plan }: FileCounts): boolean {
  return !sites || plan === istanbulPlan
}

function ownSites({ sites, plan }: FileCounts, plain: FileSites | null): FileSites | null {
  return sites && plain && plan === istanbulPlan ? withOwnNames(sites, plain) : (sites ?? plain)
}

function isCurrentPlan(record: FileCounts): boolean {
  return record.plan === planVersion || record.sites !== undefined
}

function groupByPath(records: FileCounts[]): Map<FilePath, FileCounts[]> {
  const groups = new Map<FilePath, FileCounts[]>()
  for (const record of records) {
    const group = groups.get(record.path)
    if (group) group.push(record)
    else groups.set(record.path, [record])
  }
  return groups
}

/** Files that could have been traced, and that nothing loaded. */
async function unloadedFiles({ root, select, options }: ReportedRun, known: Set<FilePath>): Promise<FilePath[]> {
  const patterns = options.include.length > 0 ? options.include : ['**']
  const found = await glob(patterns, { cwd: root, absolute: true, dot: false, ignore: ['**/node_modules/**'] })
  return found.flatMap((absolute) => {
    const disposition = select(absolute)
    return disposition.trace && isPlainSource(absolute) && !known.has(disposition.path) ? [disposition.path] : []
  })
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return null
  }
}

async function readAll(store: string): Promise<FileCounts[]> {
  const records: FileCounts[] = []
  for await (const record of readStore(store)) records.push(record)
  return records
}

// --- what the user should know ---

function changed(path: FilePath, some: boolean): Warning {
  const rest = some ? 'Only the counts of the present text are in the report' : 'It is not in the report'
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

function listNames(paths: FilePath[]): string {
  const more = paths.length > namesShown ? ` and ${paths.length - namesShown} more` : ''
  const names = paths.slice(0, namesShown).map((path) => `"${path}"`)
  return names.join(', ') + more
}

function unreported(expected: FilePath[] | null, reported: FilePath[]): Warning[] {
  const present = new Set(reported)
  const absent = (expected ?? []).filter((path) => !present.has(path))
  if (!expected || absent.length === 0) return []
  const names = absent.slice(0, namesShown).map((path) => `"${path}"`)
  const more = absent.length > namesShown ? ` and ${absent.length - namesShown} more` : ''
  const message =
    `${absent.length} of ${expected.length} test files did not report: ${names.join(', ')}${more}. ` +
    'They failed to load, ran no test, or their worker died; what they ran is not in the counts.'
  return [{ slug: 'not-reported', message }]
}

function noData(options: ResolvedOptions): Warning {
  const include = options.include.length > 0 ? `"include" is ${JSON.stringify(options.include)}. ` : ''
  const message =
    `Tests ran, but nothing was counted. ${include}` +
    'Check that the tests import sources below the root which "include" and "exclude" let in, and not a built copy of them.'
  return { slug: 'no-data', message }
}
