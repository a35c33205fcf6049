/** The recipe: what a traced process or thread does before the program's first line. */
import Module from 'node:module'
import process from 'node:process'
import { isMainThread } from 'node:worker_threads'
import { realmRecorder } from '../runtime/recorder.ts'
import { pristine } from '../process/built-ins.ts'
import { printWarnings } from '../process/print-warnings.ts'
import { followChildren } from './children.ts'
import { Delivery } from './delivery.ts'
import { onceAtEnd } from './endings.ts'
import { installHooks } from './hooks.ts'
import { createLoader, heedsMaps } from './loader.ts'
import type { ReportThread } from './report-client.ts'
import { onRequest } from './request-signal.ts'
import { linesAreLost, showLines } from './show-lines.ts'
import { followThreads, joinThreads } from './threads.ts'
import { nameUnreadable } from './untraced-process.ts'
import type { RunSettings } from './run-settings.ts'

/** What the process that began the run has: the thread that makes its report, if there is to be one. */
export interface RunOwner {
  reports: ReportThread | null
}

/** Traces what this process loads from now on; null: another began the run. */
export function traceProcess(run: RunSettings, owner: RunOwner | null): void {
  const recorder = realmRecorder()
  const lines = run.options.trace ? showLines(run, recorder, owner !== null) : null
  const delivery = new Delivery(run, recorder, lines, owner !== null)
  let watchEnd: (() => void) | null = null
  const traced = (): void => {
    delivery.begin()
    watchEnd?.()
  }
  installHooks(createLoader(run, { warn: printWarnings, traced }), run)
  mapStackTraces()
  followChildren(run, (command) => {
    lines?.flush()
    nameUnreadable(run, command)
  })
  const threads = isMainThread ? followThreads() : joinThreads(delivery)
  watchEnd = onceAtEnd(() =>
    pristine(() => {
      threads.handOver()
      delivery.handOver()
      const status = owner?.reports?.finish(run) ?? 0
      // What the other processes lost, their torn parts tell.
      const lost = linesAreLost() || (owner !== null && delivery.failed)
      return status === 0 && lost ? 2 : status
    }),
  )
  if (!isMainThread) return
  onRequest(() =>
    pristine(() => {
      threads.handOver()
      delivery.handOver()
      delivery.begin()
      owner?.reports?.reportSoFar(run)
    }),
  )
}

/** Through our own source maps, and not through those that packages bring along, unless the program has asked for them. */
function mapStackTraces(): void {
  if (heedsMaps()) return
  const { setSourceMapsSupport } = Module as { setSourceMapsSupport?(enabled: boolean, options: object): void }
  if (setSourceMapsSupport) setSourceMapsSupport(true, { nodeModules: false, generatedCode: false })
  else process.setSourceMapsEnabled(true)
}
