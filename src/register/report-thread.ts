/** The thread that makes a run's reports. */
import { writeSync } from 'node:fs'
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { type ReportState, requestedSlot, madeSlot, startedSlot, statusSlot } from './report-client.ts'
import type { ReportRequest } from './report-request.ts'

const state = workerData as ReportState
const loading = import('./make-report.ts')
// What goes wrong here is told when there is something to do.
await loading.catch(() => {})

Atomics.store(state, startedSlot, 1)
Atomics.notify(state, startedSlot)

for (let made = 0; ; made++) {
  Atomics.wait(state, requestedSlot, made)
  state[statusSlot] = await makeNext().catch(fail)
  Atomics.store(state, madeSlot, made + 1)
  Atomics.notify(state, madeSlot)
}

async function makeNext(): Promise<number> {
  const { message } = receiveMessageOnPort(parentPort as MessagePort) as { message: ReportRequest }
  return (await loading).makeReport(message)
}

/** Who waits has to know, whatever went wrong. */
function fail(error: unknown): number {
  writeSync(2, `${error instanceof Error ? error.stack : error}\n`)
  return 2
}
