/** The recipe: what a traced process or thread does before the program's first line. */
import process from 'node:process'
import { isMainThread } from 'node:worker_threads'
import { type Warning, formatMessage } from '../model/error.ts'
import { realmRecorder } from '../runtime/recorder.ts'
import { followChildren } from './children.ts'
import { Delivery } from './delivery.ts'
import { onceAtEnd } from './endings.ts'
import { installHooks } from './hooks.ts'
import { createLoader } from './loader.ts'
import { reportAtEnd, reportSoFar } from './report.ts'
import { followThreads, joinThreads } from './threads.ts'
import type { TracedRun } from './traced-run.ts'

/** Traces what this process loads from now on. The one that began the run makes its report. */
export function traceProcess(run: TracedRun, { began }: { began: boolean }): void {
  const delivery = new Delivery(run, realmRecorder())
  installHooks(createLoader(run, { warn: show, traced: () => delivery.begin() }), run)
  process.setSourceMapsEnabled(true)
  followChildren(run)
  const threads = isMainThread ? followThreads() : joinThreads(delivery)
  onceAtEnd(() => {
    threads.deliver()
    delivery.end()
    return began ? reportAtEnd(run) : 0
  })
  if (isMainThread)
    onRequest(() => {
      threads.deliver()
      delivery.soFar()
      if (began) reportSoFar(run)
    })
}

/** A signal that a program can be sent without ending it; there is none on Windows. */
function onRequest(report: () => void): void {
  if (process.platform !== 'win32') process.on('SIGUSR2', report)
}

function show(warnings: Warning[]): void {
  for (const warning of warnings) process.stderr.write(`${formatMessage(warning)}\n`)
}
