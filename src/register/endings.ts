/** Calls one function at the end of a process, however the process ends. */
import process from 'node:process'
import { beforeDeadlySignal } from '../process/deadly-signals.ts'

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
  beforeDeadlySignal(endOnce)
}

/** An `exit` listener of ours would come before those that the program adds later. */
function afterExitListeners(end: () => number): void {
  const { emit, reallyExit } = process as NodeJS.Process & { reallyExit: (code?: number) => never }
  define('emit', emit as Method, (target, self, args) => {
    try {
      return Reflect.apply(target, self, args)
    } finally {
      if (args[0] === 'exit') end()
    }
  })
  // A listener that calls `process.exit` cuts the others off.
  define('reallyExit', reallyExit as Method, (target, self, [code]) => {
    const status = end()
    return Reflect.apply(target, self, [code || status])
  })
  // Another program takes the place of this one, and no listener is called.
  const { execve } = process as { execve?: Method }
  if (execve)
    define('execve', execve, (target, self, args) => {
      end()
      return Reflect.apply(target, self, args)
    })
}

type Method = (...args: unknown[]) => unknown

/** A proxy, because that is the method itself to whoever looks at it. */
function define(
  name: string,
  method: Method,
  apply: (target: Method, self: unknown, args: unknown[]) => unknown,
): void {
  const value = new Proxy(method, { apply })
  const enumerable = Object.getOwnPropertyDescriptor(process, name)?.enumerable ?? false
  Object.defineProperty(process, name, { value, configurable: true, writable: true, enumerable })
}
