/** Puts the modules of Traces between Node and the program's. */
import Module, { register } from 'node:module'
import process from 'node:process'
import { builtUrl } from '../process/built-file.ts'
import { resolveTypeScript } from '../register/specifiers.ts'
import { addTrace, loadOwn, ownInstance } from './module-loader.ts'
import { codeOf, traceOf } from '../register/instance-query.ts'
import type { RunSettings } from '../register/run-settings.ts'

interface Resolved {
  url: string
  format?: string | null | undefined
  shortCircuit?: boolean
}
type Context = { parentURL?: string | undefined }
type NextResolve = (specifier: string, context: Context) => Resolved
type RegisterHooks = (hooks: {
  resolve(specifier: string, context: Context, next: NextResolve): Resolved
  load(url: string, context: object, next: (url: string, context: object) => object): object
}) => void

/**
 * Hooks in a thread see what an instance of a CommonJS module requires, which those of `registerHooks` don't from Node
 * 24 on; in Node 22 it is the other way round.
 */
const { registerHooks } = /^v2[23]/.test(process.version) ? (Module as { registerHooks?: RegisterHooks }) : {}
let installed = false

export function installTrace(run: RunSettings): void {
  if (!registerHooks) return registerThread(run)
  addTrace(run)
  if (!installed) registerHooks({ resolve, load: (url, context, next) => loadOwn(url) ?? next(url, context) })
  installed = true
}

/** Node 26 calls it deprecated, to whoever reads what the program prints. */
function registerThread(run: RunSettings): void {
  const { noDeprecation } = process
  process.noDeprecation = true
  register(builtUrl('trace/instance-thread.js'), { data: run })
  process.noDeprecation = noDeprecation ?? false
}

function resolve(specifier: string, context: Context, next: NextResolve): Resolved {
  // The text that a Trace runs is no file.
  if (codeOf(specifier) !== null) return { url: specifier, format: 'module', shortCircuit: true }
  if (traceOf(context.parentURL) === null) return next(specifier, context)
  const found = resolveTypeScript(specifier, context, next)
  return { ...found, url: ownInstance(found.url, context.parentURL) }
}
