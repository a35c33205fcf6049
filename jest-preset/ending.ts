/** The end of the process, when it comes before the end of the run: Jest tells its reporters nothing then. */
import process from 'node:process'

/** Does the work, which is synchronous, when the process exits or is told to by a signal; until it is called off. */
export function onEnd(work: () => void): () => void {
  function callOff(): void {
    process.off('exit', exit)
    for (const signal of signals) process.off(signal, end)
  }
  function exit(): void {
    callOff()
    work()
  }
  function end(signal: NodeJS.Signals): void {
    exit()
    // As it would have ended without us; unless somebody else has plans for it.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  process.on('exit', exit)
  for (const signal of signals) process.on(signal, end)
  return callOff
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
