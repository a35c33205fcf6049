import process from 'node:process'
import { beforeDeadlySignal } from '../../src/process/deadly-signals.ts'

/** Calls `work` when the process exits or a signal ends it: Jest does not tell its reporters. Returns a function that cancels this. */
export function onProcessEnd(work: () => void): () => void {
  function end(): void {
    cancel()
    work()
  }
  function cancel(): void {
    process.off('exit', end)
    cancelSignals()
  }
  const cancelSignals = beforeDeadlySignal(end)
  process.on('exit', end)
  return cancel
}
