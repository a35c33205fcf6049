/** The end of the process, when it comes before the end of the run: Jest tells its reporters nothing then. */
import process from 'node:process'
import { beforeDeadlySignal } from '../../src/process/deadly-signals.ts'

/** Does the work, which is synchronous, when the process exits or a signal ends it; until it is called off. */
export function onEnd(work: () => void): () => void {
  function end(): void {
    callOff()
    work()
  }
  function callOff(): void {
    process.off('exit', end)
    callOffSignals()
  }
  const callOffSignals = beforeDeadlySignal(end)
  process.on('exit', end)
  return callOff
}
