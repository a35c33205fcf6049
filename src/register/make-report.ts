/** From the parts of a run to what is printed and written. */
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { TstraceError, type Warning } from '../model/error.ts'
import { finishRun, reportSoFar } from '../run/finish-run.ts'
import { createSelector } from '../selection/select.ts'
import { inspectPart } from '../store/part-file.ts'
import { filesOnly, renderForTerminal } from '../run/render-for-terminal.ts'
import { nameGoingOn } from './going-on.ts'
import { isAlive } from '../process/is-alive.ts'
import { printWarnings } from '../process/print-warnings.ts'
import type { ReportRequest } from './report-request.ts'
import { requestSignal } from './request-signal.ts'
import type { RunSettings } from './run-settings.ts'
import { writeOut } from '../process/write-out.ts'

/** Returns the exit status of tstrace's own work. */
export async function makeReport({ run, final, terminal, color }: ReportRequest): Promise<number> {
  const { root, options, forcedPaths, directory } = run
  const finished = {
    root,
    options: filesOnly(options),
    select: createSelector(root, options, forcedPaths),
    directory,
    run: run.run,
    inFull: options.format.length > 0,
    expected: null,
    color,
    resume: (kept: string) =>
      options.file === null ? `tstrace --report --file "${kept}"` : `tstrace merge -o "${options.file}" "${kept}"`,
  }
  try {
    await othersToHandOver(run, final)
    const { report, warnings } = final ? await finishRun(finished) : await reportSoFar(finished)
    const { stdout, stderr } = await renderForTerminal(report, { root, options, terminal, color })
    if (report?.files.length === 0 && !warnings.some(({ slug }) => slug === 'no-match'))
      warnings.push(nothingCounted(run))
    writeOut(1, stdout)
    // Parts of processes that go on have no end.
    const shown = final ? await nameGoingOn(run.run, warnings) : warnings.filter(({ slug }) => slug !== 'bad-part')
    writeOut(2, stderr)
    printWarnings(shown)
    // What is missing is missed by whoever looks at the status alone.
    return shown.some(({ slug }) => slug === 'bad-part') ? 2 : 0
  } catch (error) {
    if (final) await keep(run)
    writeOut(2, error instanceof TstraceError ? `${error.message}\n` : `${(error as Error).stack}\n`)
    return 2
  }
}

/** What there is of the run stays until somebody reports it. */
async function keep({ run: id, root, directory, options }: RunSettings): Promise<void> {
  const { saveRun } = await import('../run/saved-run.ts')
  saveRun(directory, { id, root, options, untraced: [], expected: [], unnamed: 0, warnings: [] })
}

function nothingCounted({ root, forcedPaths }: RunSettings): Warning {
  const message =
    `The program ran, but nothing of it was counted. What lies in node_modules is left out unless it is named, and so are tests and ` +
    `configuration. Check "--include", "--exclude" and the ignored modules and directories against "${forcedPaths[0] ?? root}".`
  return { slug: 'no-data', message }
}

const pollingTime = 10
const timeToEnd = 200
const timeToAnswer = 1000

/** Other processes of the run may be ending at the same moment: wait for them. Ask those that go on for their counts. */
async function othersToHandOver({ directory, run }: RunSettings, final: boolean): Promise<void> {
  const others = await findOpenParts(directory)
  const goingOn = final ? await waitForEnds(directory, others, timeToEnd) : others
  const requested: OpenPartOf[] = []
  for (const part of goingOn) if (await askProcess(part.worker, run)) requested.push(part)
  await waitForEnds(directory, requested, timeToAnswer)
}

/** Only if the process is known to be of the run: another one may have got the number of a process that was killed. */
async function askProcess(worker: number, run: string): Promise<boolean> {
  try {
    const environment = await readFile(`/proc/${worker}/environ`, 'utf8')
    return environment.includes(run) && process.kill(worker, requestSignal)
  } catch {
    // It has ended, or the system does not printWarnings what runs.
    return false
  }
}

interface OpenPartOf {
  name: string
  worker: number
}

/** Returns those that have no end when the time is over. */
async function waitForEnds(directory: string, parts: OpenPartOf[], time: number): Promise<OpenPartOf[]> {
  let left = parts
  for (const deadline = performance.now() + time; left.length > 0 && performance.now() < deadline;) {
    await setTimeout(pollingTime)
    const open = new Set((await findOpenParts(directory)).map(({ name }) => name))
    left = left.filter(({ name }) => open.has(name))
  }
  return left
}

/** Those of other processes that are alive. */
async function findOpenParts(directory: string): Promise<OpenPartOf[]> {
  const names = await readdir(directory).catch(() => [])
  const found = names.map(async (name) => {
    const part = await inspectPart(join(directory, name)).catch(() => null)
    if (part?.kind !== 'part' || part.whole) return []
    const { worker } = part.header
    return worker !== undefined && worker !== process.pid && isAlive(worker) ? [{ name, worker }] : []
  })
  return (await Promise.all(found)).flat()
}
