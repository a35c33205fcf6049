import process from 'node:process'

// The program may replace them while it runs.
const { kill, pid } = process

const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs `work`, which is synchronous, before a signal ends a process that has no listener for it. Returns a function that
 * stops this. Our listener is there only while the program has none, so the program never sees it.
 */
export function beforeDeadlySignal(work: () => void): () => void {
  const stops = signals.map((signal) => beforeSignal(signal, work))
  return () => {
    for (const stop of stops) stop()
  }
}

function beforeSignal(signal: NodeJS.Signals, work: () => void): () => void {
  function die(): void {
    work()
    stop()
    kill(pid, signal)
  }
  function yieldToOthers(name: string | symbol, listener: unknown): void {
    if (name === signal && listener !== die) process.removeListener(signal, die)
  }
  function takeOver(name: string | symbol, listener: unknown): void {
    if (name === signal && listener !== die && process.listenerCount(signal) === 0) process.on(signal, die)
  }
  function stop(): void {
    process.removeListener('newListener', yieldToOthers)
    process.removeListener('removeListener', takeOver)
    process.removeListener(signal, die)
  }
  const events: NodeJS.EventEmitter = process
  // Before Node's own listener, which would stop watching the signal when our listener is removed.
  events.prependListener('newListener', yieldToOthers)
  events.on('removeListener', takeOver)
  if (process.listenerCount(signal) === 0) process.on(signal, die)
  return stop
}
