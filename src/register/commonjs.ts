/** The loader between Node's CommonJS loader and its compiler, where no hook of `module.registerHooks` comes. */
import fs from 'node:fs'
import Module from 'node:module'
import nodePath from 'node:path'
import { pristine } from '../process/built-ins.ts'
import type { Loader } from './loader.ts'
import { moduleFormat } from './module-format.ts'
import { compiledFrom } from './own-map.ts'
import { isTypeScript } from './typescript.ts'

// The program may replace them while it runs.
const { readFileSync } = fs
const { extname } = nodePath
const { apply } = Reflect
const textOf = Function.prototype.toString

// Node's own names.
const compile = '_compile'
const extensionsKey = '_extensions'
const cacheKey = '_cache'

interface CompilingModule {
  [compile](content: string, filename: string, format?: string): unknown
}

const {
  prototype,
  [extensionsKey]: extensions,
  [cacheKey]: cache,
} = Module as unknown as {
  prototype: CompilingModule
  [cacheKey]: Record<string, unknown>
  [extensionsKey]: Record<string, (module: CompilingModule, filename: string) => void>
}

export function isLoaded(filename: string): boolean {
  return cache[filename] !== undefined
}

export interface CompilePatch {
  expect(filename: string): void
  /** It goes another way. */
  forget(filename: string): void
}

const others = new WeakMap<object, boolean>()

/** Whether another tool (tsx, ts-node) reads and compiles what is required of this extension: it asks no hook. */
export function isOthers(filename: string): boolean {
  const handler = extensions[extname(filename)] ?? extensions['.js']
  if (handler === undefined) return false
  const known = others.get(handler)
  if (known !== undefined) return known
  // Node's own handler reads by this name.
  const isOther = !apply(textOf, handler, []).includes('loadSource(')
  others.set(handler, isOther)
  return isOther
}

/**
 * Has the next compilation of a file traced. The patch is there only while a file waits for it: its
 * frame would be in the stack traces of all CommonJS modules.
 */
export function createCompilePatch(loader: Loader): CompilePatch {
  const original = prototype[compile]
  const waiting = new Set<string>()
  function compileTraced(this: CompilingModule, content: string, filename: string, format?: string): unknown {
    const code = pristine(() => {
      return forget(filename) ? prepare(loader, filename, content) : content
    })
    return apply(original, this, [code, filename, format])
  }
  function forget(filename: string): boolean {
    const wasWaiting = waiting.delete(filename)
    if (waiting.size === 0 && prototype[compile] === compileTraced) prototype[compile] = original
    return wasWaiting
  }
  return {
    expect(filename) {
      waiting.add(filename)
      prototype[compile] = compileTraced
    },
    forget,
  }
}

/** Of TypeScript, Node hands over what it has stripped; probes belong into the text on the disk. */
function prepare(loader: Loader, filename: string, content: string): string {
  const isOurs = isTypeScript(filename) && compiledFrom(filename, content) === null
  const text = isOurs ? readFileSync(filename, 'utf8') : content
  return loader.prepare(filename, text, { format: 'commonjs', final: true })
}

/** All of CommonJS, TypeScript's included, on Nodes without `module.registerHooks`. */
export function patchCommonJs(loader: Loader): void {
  const original = prototype[compile]
  prototype[compile] = function (content, filename, format) {
    const known = format === 'commonjs' ? format : null
    // A replaced `readFileSync` may give anything: that is between the program and Node.
    const isOurs = format !== 'module' && typeof content === 'string'
    const code = isOurs ? pristine(() => loader.prepare(filename, content, { format: known })) : content
    return apply(original, this, [code, filename, format])
  }
  for (const extension of ['.ts', '.cts', '.mts', '.tsx', '.jsx']) {
    extensions[extension] = (module, filename) => {
      const code = pristine(() => {
        const text = readFileSync(filename, 'utf8')
        return moduleFormat(filename, text) === 'module' ? null : loader.prepare(filename, text, { format: 'commonjs' })
      })
      if (code === null) return extensions['.mjs']?.(module, filename)
      apply(original, module, [code, filename])
    }
  }
}
