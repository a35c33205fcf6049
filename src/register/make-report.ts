/** From the parts of a run to what is printed and written. */
import { writeSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { TstraceError, type Warning, formatMessage } from '../model/error.ts'
import { finishRun, reportSoFar } from '../run.ts'
import { createSelector } from '../select.ts'
import { inspectPart } from '../store/part-file.ts'
import { filesOnly, presentReport } from '../present.ts'
import type { ReportOrders } from './report-thread.ts'
import type { TracedRun } from './traced-run.ts'

/** Returns the exit status of tstrace's own work. */
export async function makeReport({ run, final, terminal, color }: ReportOrders): Promise<number> {
  const { root, options, asked, directory } = run
  const finished = {
    root,
    options: filesOnly(options),
    select: createSelector(root, options, [], asked),
    directory,
    run: run.run,
    inFull: run.formats.length > 0,
    testFiles: null,
    color,
  }
  try {
    if (final) await othersToEnd(directory)
    const { report, warnings } = final ? await finishRun(finished) : await reportSoFar(finished)
    const { stdout, stderr } = await presentReport(report, { root, options, formats: run.formats, terminal, color })
    if (report?.files.length === 0) warnings.push(nothingCounted(run))
    write(1, stdout)
    // Parts of processes that go on have no end.
    const shown = warnings.filter(({ slug }) => final || slug !== 'bad-part')
    write(2, stderr + shown.map((warning) => `${formatMessage(warning)}\n`).join(''))
    return 0
  } catch (error) {
    write(2, error instanceof TstraceError ? `${error.message}\n` : `${(error as Error).stack}\n`)
    return 2
  }
}

function nothingCounted({ root, asked }: TracedRun): Warning {
  const message =
    `The program ran, but nothing of it was counted. What lies in node_modules is left out unless it is named, and so are tests and ` +
    `configuration. Check "--include", "--exclude" and the ignored modules and directories against "${asked[0] ?? root}".`
  return { slug: 'no-data', message }
}

const pollingTime = 10
const longestWait = 1000

/** A signal that ends the run comes to all of its processes at once: the others may still be writing. */
async function othersToEnd(directory: string): Promise<void> {
  for (let waited = 0; waited < longestWait && (await someoneWrites(directory)); waited += pollingTime)
    await setTimeout(pollingTime)
}

async function someoneWrites(directory: string): Promise<boolean> {
  const names = await readdir(directory).catch(() => [])
  const parts = await Promise.all(names.map((name) => inspectPart(join(directory, name)).catch(() => null)))
  return parts.some((part) => part?.kind === 'part' && !part.whole && isOther(part.header.worker))
}

function isOther(worker: number | undefined): boolean {
  if (worker === undefined || worker === process.pid) return false
  try {
    return process.kill(worker, 0)
  } catch {
    return false
  }
}

/** Node's own streams would hand the text to the thread that waits for us. */
function write(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(file, bytes, written)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // Nobody reads any more.
      if (code === 'EPIPE') return
      // A pipe that is full, and told not to wait.
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
