/** Calls one function at the end of a process, however the process ends. */
import process from 'node:process'
import { beforeDeadlySignal } from '../process/deadly-signals.ts'
import { withoutPrototype } from '../process/held.ts'

// The program may replace them while it runs.
const { apply, defineProperty, get, getOwnPropertyDescriptor, getPrototypeOf } = Reflect
const HeldProxy = Proxy
const exiting = getOwnPropertyDescriptor(process, '_exiting')?.get

/**
 * Calls `end` once, when all of the program's own `exit` listeners have run, or a signal ends a program that does not
 * listen to it. What `end` returns is the exit status where the program's own is 0. Returns a function that sees to it
 * that this holds, whatever the program has replaced meanwhile.
 */
export function onceAtEnd(end: () => number): () => void {
  let ended = false
  function endOnce(): number {
    if (ended) return 0
    ended = true
    const status = end()
    if (status !== 0) process.exitCode ||= status
    return status
  }
  const watches = afterExitListeners(endOnce)
  beforeDeadlySignal(endOnce)
  beforeReplacement(endOnce)
  return () => {
    watches.emit()
    watches.reallyExit()
  }
}

/** `process.execve` puts another program in the place of this one, and calls no listener. */
function beforeReplacement(end: () => number): void {
  const { execve } = process as { execve?: Method }
  if (execve === undefined) return
  const value = wrap(execve, (method, self, args) => {
    end()
    return apply(method, self, args)
  })
  defineProperty(process, 'execve', {
    __proto__: null,
    value,
    writable: true,
    configurable: true,
    enumerable: true,
  } as object)
}

type Method = (...args: unknown[]) => unknown
type Around = (method: Method, self: unknown, args: unknown[]) => unknown

/** An `exit` listener of ours would come before those that the program adds later. */
function afterExitListeners(end: () => number): { emit: () => void; reallyExit: () => void } {
  return {
    emit: guard('emit', (emit, self, args) => {
      try {
        return apply(emit, self, args)
      } finally {
        if (args[0] === 'exit') end()
      }
    }),
    // A listener that calls `process.exit` cuts the others off.
    reallyExit: guard('reallyExit', (reallyExit, self, args) => {
      const status = end()
      return apply(reallyExit, self, [args[0] || status])
    }),
  }
}

/**
 * Whoever looks at a method of `process` finds what is there without us: Node's, or what the program put there. Ours is
 * around it only when the process ends. Returns a function that sees to that again, should the program have defined the
 * method anew.
 */
function guard(name: 'emit' | 'reallyExit', around: Around): () => void {
  let own: PropertyDescriptor | null = null
  let wrapped: { method: Method; proxy: Method } | null = null
  function find(this: unknown): unknown {
    const inherited = own ?? { get: undefined, value: get(getPrototypeOf(process) as object, name) as Method }
    const method = (inherited.get ? apply(inherited.get, this, []) : inherited.value) as unknown
    // A program that calls `reallyExit` ends at once: nothing says before that it is ending.
    if (this !== process || typeof method !== 'function' || !(name === 'reallyExit' || isEnding())) return method
    if (wrapped?.method !== method) wrapped = { method: method as Method, proxy: wrap(method as Method, around) }
    return wrapped.proxy
  }
  function replace(this: object, value: unknown): void {
    const descriptor = { __proto__: null, value, writable: true, configurable: true, enumerable: true } as object
    // A copy of `process`, as test runners make it, has our accessor, too.
    if (this === process) own = descriptor
    else defineProperty(this, name, descriptor)
  }
  function watch(): void {
    const found = withoutPrototype(getOwnPropertyDescriptor(process, name))
    if (found?.get === find || found?.configurable === false) return
    own = found
    const enumerable = found?.enumerable === true
    defineProperty(process, name, {
      __proto__: null,
      get: find,
      set: replace,
      configurable: true,
      enumerable,
    } as object)
  }
  watch()
  return watch
}

/** Set by Node before it emits `exit`. */
function isEnding(): boolean {
  return exiting !== undefined && apply(exiting, process, []) === true
}

/** A proxy, because that is the method itself to whoever looks at it. */
function wrap(method: Method, around: Around): Method {
  return new HeldProxy(method, { __proto__: null, apply: around } as ProxyHandler<Method>)
}
