/** A realm of its own in which packages are loaded as CommonJS, each file through a transform. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { type Context, createContext, runInContext } from 'node:vm'
import { transformWithEsbuild } from 'vite'

/** What is run in the place of a file's text; `path` is relative to the project's root. */
export type Transform = (text: string, path: string) => string

const root = resolve(import.meta.dirname, '../..')
const hostGlobals = [
  'AbortController',
  'Buffer',
  'MessageChannel',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'clearTimeout',
  'console',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setTimeout',
] as const

/** Time stands still, and chance has a fixed course. */
const sameEveryTime = `{ let seed = 1; Date.now = () => 1700000000000; Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647 }`

export class Sandbox {
  readonly global: Record<string, unknown>
  readonly #context: Context
  readonly #transform: Transform
  readonly #modules = new Map<string, { exports: unknown }>()
  /** Modules have to be turned into CommonJS before they are asked for: esbuild answers later. */
  readonly #converted = new Map<string, string>()

  constructor(transform: Transform) {
    this.#transform = transform
    this.#context = createContext(Object.fromEntries(hostGlobals.map((name) => [name, globalThis[name]])))
    runInContext(sameEveryTime, this.#context)
    this.global = runInContext('globalThis', this.#context) as Record<string, unknown>
  }

  /** `paths`: files in module syntax that will be required. */
  async convert(paths: string[]): Promise<void> {
    for (const path of paths) {
      const code = this.#transform(readFileSync(join(root, path), 'utf8'), path)
      const converted = await transformWithEsbuild(code, join(root, path), {
        format: 'cjs',
        loader: 'js',
        target: 'esnext',
        sourcemap: false,
        tsconfigRaw: '{}',
      })
      this.#converted.set(join(root, path), `"use strict";${converted.code}`)
    }
  }

  require(path: string): unknown {
    return this.#load(join(root, path))
  }

  #load(file: string): unknown {
    const known = this.#modules.get(file)
    if (known) return known.exports
    const module = { exports: {} as unknown }
    this.#modules.set(file, module)
    const text = this.#converted.get(file) ?? this.#transform(readFileSync(file, 'utf8'), relative(root, file))
    const run = runInContext(`(function(exports,require,module,__filename,__dirname){${text}\n})`, this.#context, {
      filename: file,
    }) as (...scope: unknown[]) => void
    const requireFromHere = (specifier: string): unknown => {
      const resolved = createRequire(file).resolve(specifier)
      return isAbsolute(resolved) ? this.#load(resolved) : createRequire(file)(specifier)
    }
    run.call(module.exports, module.exports, requireFromHere, module, file, dirname(file))
    return module.exports
  }
}
