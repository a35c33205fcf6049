/** The end of a run: from parts to the store, to the analysis, to reports. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type AnalyseOptions, analyse, listNames, uncountedIn } from '../analysis/analyse-records.ts'
import { unloadedRecords } from '../analysis/unloaded.ts'
import type { Report } from '../model/analysis.ts'
import type { FilePath } from '../model/counts.ts'
import { type Warning, TstraceError } from '../model/error.ts'
import { pathFrom } from '../model/paths.ts'
import { chosenFormats, namesOf, renderFormats, renderLists } from '../formats/index.ts'
import { renderDigest, writeReport } from '../report/index.ts'
import { createParseToBuffer } from '../source/parse.ts'
import { findUnmatched, quoted, suggestInclude } from '../selection/unmatched.ts'
import { CountsTable } from '../store/counts-table.ts'
import { type Records, mergeSorted } from '../store/merge-sorted.ts'
import { removeRunDirectory } from '../store/parts.ts'
import { readParts } from '../store/read-parts.ts'
import { readStore } from '../store/store-file.ts'
import { findTraces } from './line-traces.ts'
import type { ExpectedTestFiles } from './saved-run.ts'
import { nameUnreported } from './unreported.ts'

export interface ReportedRun extends Omit<AnalyseOptions, 'testFiles' | 'parse'> {
  /** null outside of a test run. */
  expected: ExpectedTestFiles | null
  /** How many test files were expected beside those, and not started. */
  unnamed?: number
  /** Where the user is; by default at the root. */
  cwd?: string
  color: boolean
}

export interface FinishedRun extends ReportedRun {
  /** Where the run's parts are, and which run they must be of. */
  directory: string
  run: string
  /** Files that were loaded, and that `include` did not let in, as far as that is known. */
  refused?: FilePath[]
  /** The command that reports later what is still in such a directory. */
  resume?: (directory: string) => string
  /** Another process may have begun to add these counts to the store. */
  resumed?: boolean
}

export interface RunOutcome {
  /** null with `report: false`. */
  report: Report | null
  /** For the terminal: what `print` asked for, then the digest. */
  text: string
  warnings: Warning[]
}

/** What the workers of a run counted, added up. */
export interface RunCounts {
  /** Sorted by path. */
  records: Records
  /** The test files that reported. */
  testFiles: FilePath[]
  warnings: Warning[]
}

/**
 * Adds up what the workers wrote, adds that to the store, and writes the report. What the workers wrote is removed when
 * it is safe elsewhere, not before. Throws a TstraceError where it can't be brought there, which says where it is now.
 */
export async function finishRun(run: FinishedRun): Promise<RunOutcome> {
  const counted = await collectParts(run)
  const store = storeOf(run)
  if (store === null) return reportAlone(counted, run)
  const records = await withUnloaded(counted.records, run)
  counted.warnings.push(...(await addToStore(store, records, run)), ...(await nameUnreported(run)))
  return reportCounted({ ...counted, records: readStore(store) }, { ...run, trustUnloaded: true })
}

/**
 * The report of a run that goes on, as in watch mode: with what is in the store, to which nothing is added yet. The
 * parts stay. Throws a TstraceError where it can't.
 */
export async function reportSoFar(run: FinishedRun): Promise<RunOutcome> {
  const counted = await collectParts(run)
  const store = storeOf(run)
  if (store === null || !run.options.report || !existsSync(store)) return reportCounted(counted, run)
  return reportCounted({ ...counted, records: mergeSorted([counted.records, readStore(store)]) }, run)
}

/** Writes the report on these counts. Throws a TstraceError where it can't. */
export async function reportCounted(counted: RunCounts, run: ReportedRun): Promise<RunOutcome> {
  const { options } = run
  const warnings = [...counted.warnings, ...unreported(run, counted.testFiles)]
  if (!options.report) return { report: null, text: '', warnings }
  const { report, warnings: found } = await analyse(counted.records, {
    ...run,
    testFiles: run.expected && {
      expected: run.expected.size + (run.unnamed ?? 0),
      reported: counted.testFiles.length,
    },
    uncounted: [...(run.uncounted ?? []), ...uncountedIn(counted.warnings)],
    inFull: run.inFull || options.format.length > 0,
    parse: createParseToBuffer(),
  })
  const traces = await findTraces(run)
  const chosen = chosenFormats(options)
  const { files, text } = await renderFormats(chosen, report, run)
  // Traces of an earlier test run are not of this one.
  const replaces = namesOf(options.trace || run.expected !== null ? [...chosen, 'trace'] : chosen)
  if (options.count || files.length > 0 || traces.length > 0)
    await writeReport(files, { coverdir: resolve(run.root, options.coverdir), traces, replaces })
  const known = report.files.map(({ path }) => path)
  // What has been said of the whole run is not said again of each glob.
  const unmatched = warnings.some(({ slug }) => slug === 'no-data') ? [] : await findUnmatched(run.root, options, known)
  return { report, text: await printed(report, run, text), warnings: [...warnings, ...found, ...unmatched] }
}

async function collectParts(finished: FinishedRun): Promise<RunCounts & { records: CountsTable }> {
  const { directory, run } = finished
  const table = new CountsTable()
  const { testFiles, warnings } = await readParts(directory, run, (file) => table.add(file))
  if (table.size === 0 && testFiles.length > 0) warnings.push(await noData(finished))
  return { records: table, testFiles, warnings }
}

/** The store also knows which files were asked for and not loaded, so that a later report has the same numbers. */
async function withUnloaded(counted: CountsTable, run: FinishedRun): Promise<Records> {
  return run.options.all ? mergeSorted([counted, await unloadedRecords(run, counted.paths())]) : counted
}

/** Adds to the store, and removes the parts when they are not needed for that any more. */
async function addToStore(store: string, records: Records, run: FinishedRun): Promise<Warning[]> {
  let kept = false
  const onKept = (): Promise<void> => {
    kept = true
    return removeRunDirectory(run.directory, run.run)
  }
  try {
    const { resumeUpdate, updateStore } = await import('../store/store.ts')
    const add = run.resumed ? resumeUpdate : updateStore
    return await add(store, records, { origin: { run: run.run, directory: run.directory }, onKept })
  } catch (error) {
    throw kept ? error : keptInParts(run, error)
  }
}

/** All that there will be of this run. */
async function reportAlone(counted: RunCounts, run: FinishedRun): Promise<RunOutcome> {
  try {
    const outcome = await reportCounted(counted, run)
    outcome.warnings.push(...(await nameUnreported(run)))
    await removeRunDirectory(run.directory, run.run)
    return outcome
  } catch (error) {
    throw keptInParts(run, error)
  }
}

function keptInParts({ directory, resume }: FinishedRun, error: unknown): unknown {
  if (!(error instanceof TstraceError)) return error
  const command = resume === undefined ? '' : `; after that, report them with \`${resume(directory)}\``
  const message = `${error.reason} The counts of this run are kept in "${directory}"${command}.`
  return new TstraceError(error.code, message, error.cause)
}

function storeOf({ root, options }: ReportedRun): string | null {
  return options.file === null ? null : resolve(root, options.file)
}

/** `formats`: those that write no files. */
async function printed(
  report: Report,
  { root, cwd = root, options, color }: ReportedRun,
  formats: string,
): Promise<string> {
  const requestedLists = await renderLists(options.print, report, { root, options })
  const coverdir = pathFrom(cwd, resolve(root, options.coverdir))
  const { count, listfuncs } = options
  const texts = [...requestedLists, ...(formats === '' ? [] : [formats])]
  return [...texts, renderDigest(report, { color, coverdir, count, listfuncs })].join('\n')
}

function unreported({ expected, unnamed = 0 }: ReportedRun, reported: FilePath[]): Warning[] {
  const present = new Set(reported)
  const absent = [...(expected?.keys() ?? [])].filter((path) => !present.has(path))
  if (!expected || absent.length + unnamed === 0) return []
  const named = absent.length > 0 ? [listNames(absent, expected)] : []
  const others = unnamed > 0 ? [`${unnamed}${named.length > 0 ? ' more' : ''} that the test runner did not start`] : []
  const message =
    `${absent.length + unnamed} of ${expected.size + unnamed} test files did not report: ` +
    `${[...named, ...others].join(', and ')}. What they ran is missing from the counts: run them again.`
  return [{ slug: 'not-reported', message }]
}

async function noData({ root, options, refused = [] }: FinishedRun): Promise<Warning> {
  const include =
    options.include.length > 0
      ? `"include" is ${JSON.stringify(options.include)}, and globs start at `
      : 'Paths start at '
  const suggested = options.include.length > 0 ? await suggestInclude(root, options, refused) : []
  const loaded = refused.length > 0 ? 'The tests loaded files like' : 'There are files like'
  const advice =
    suggested.length > 0 ? `${loaded} ${quoted(suggested)}: set "include" to that, if those are yours. ` : ''
  const message =
    `Tests ran, but nothing was counted. ${include}the root, "${root}". ${advice}` +
    'Check that the tests import sources below the root which "include" and "exclude" let in, and not a built copy of them.'
  return { slug: 'no-data', message }
}
