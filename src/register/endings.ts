/** The ways in which a process ends, each turned into one call. */
import process from 'node:process'

const deadlySignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Calls `end` once, when all of the program's own `exit` listeners have run, or a signal ends a program that does not
 * listen to it. What `end` returns is the exit status where the program's own is 0.
 */
export function onceAtEnd(end: () => number): void {
  let ended = false
  function endOnce(): number {
    if (ended) return 0
    ended = true
    const status = end()
    if (status !== 0) process.exitCode ||= status
    return status
  }
  afterExitListeners(endOnce)
  for (const signal of deadlySignals) onDeadlySignal(signal, endOnce)
}

/** An `exit` listener of ours would come before those that the program adds later. */
function afterExitListeners(end: () => number): void {
  const { emit, reallyExit } = process as NodeJS.Process & { reallyExit(code?: number): never }
  define('emit', function (this: NodeJS.Process, ...args: [string, ...unknown[]]): unknown {
    try {
      return Reflect.apply(emit as (...args: unknown[]) => unknown, this, args)
    } finally {
      if (args[0] === 'exit') end()
    }
  })
  // A listener that calls `process.exit` cuts the others off.
  define('reallyExit', function (this: NodeJS.Process, code?: number): never {
    const status = end()
    return Reflect.apply(reallyExit, this, [code || status])
  })
}

function define(name: string, value: unknown): void {
  Object.defineProperty(process, name, { value, configurable: true, writable: true, enumerable: false })
}

/** Listens while the program does not, so that a program which counts its listeners finds its own. */
function onDeadlySignal(signal: NodeJS.Signals, end: () => void): void {
  function die(): void {
    end()
    stop()
    process.kill(process.pid, signal)
  }
  function yieldToProgram(name: string | symbol, listener: unknown): void {
    if (name === signal && listener !== die) process.removeListener(signal, die)
  }
  function takeOver(name: string | symbol, listener: unknown): void {
    if (name === signal && listener !== die && process.listenerCount(signal) === 0) process.on(signal, die)
  }
  function stop(): void {
    process.removeListener('newListener', yieldToProgram)
    process.removeListener('removeListener', takeOver)
    process.removeListener(signal, die)
  }
  const events: NodeJS.EventEmitter = process
  // Before Node's own listener, which would take the signal away from the process again with our listener.
  events.prependListener('newListener', yieldToProgram)
  events.on('removeListener', takeOver)
  process.on(signal, die)
}
