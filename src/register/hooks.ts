/** Puts the loader between Node and the program's files: with `module.registerHooks` where it is, else around it. */
import fs from 'node:fs'
import Module, { register } from 'node:module'
import process from 'node:process'
import nodeUrl from 'node:url'
import { createCompilePatch, isLoaded, isOthers, patchCommonJs } from './commonjs.ts'
import type { Loader } from './loader.ts'
import { type ModuleFormat, moduleFormat } from './module-format.ts'
import { builtUrl } from '../process/built-file.ts'
import { pristine } from '../process/built-ins.ts'
import { resolveTypeScript } from './specifiers.ts'
import { traceOf } from './instance-query.ts'
import type { RunSettings } from './run-settings.ts'
import { withoutPipes } from './own-thread.ts'
import { needsTransform } from './typescript.ts'

// The program may replace them while it runs.
const { readFileSync } = fs
const { fileURLToPath } = nodeUrl

export function installHooks(loader: Loader, run: RunSettings): void {
  if (registerHooks) installSyncHooks(registerHooks, loader)
  else {
    patchCommonJs(loader)
    withoutPipes(() => register(builtUrl('register/loader-thread.js'), { data: run }))
  }
}

type Source = string | Uint8Array | null | undefined
interface Loaded {
  format?: string | null | undefined
  source?: Source
  shortCircuit?: boolean
  /** tsx says so, of what it compiles when it is required. */
  shouldBeReloadedByCJSLoader?: boolean
}
type LoadContext = { format?: string | null | undefined }
type NextLoad = (url: string, context: LoadContext) => Loaded
type ResolveContext = { parentURL?: string | undefined; conditions?: readonly string[] }
type Resolved = { url: string }
type NextResolve = (specifier: string, context: ResolveContext) => Resolved
type RegisterHooks = (hooks: {
  resolve(specifier: string, context: ResolveContext, next: NextResolve): Resolved
  load(url: string, context: LoadContext, next: NextLoad): Loaded
}) => void

const { registerHooks } = Module as { registerHooks?: RegisterHooks }

function installSyncHooks(install: RegisterHooks, loader: Loader): void {
  const compilation = createCompilePatch(loader)
  install({ resolve, load })

  function resolve(specifier: string, context: ResolveContext, next: NextResolve): Resolved {
    const resolved = resolveTypeScript(specifier, context, next)
    if (context.conditions?.includes('require') === true) pristine(() => expectOthers(resolved.url))
    return resolved
  }

  /** No hook will be asked for its text. */
  function expectOthers(url: string): void {
    if (!url.startsWith('file:')) return
    const filename = fileURLToPath(url)
    if (isOthers(filename) && !isLoaded(filename) && loader.traces(filename)) compilation.expect(filename)
  }

  function load(url: string, context: LoadContext, next: NextLoad): Loaded {
    const found = pristine(() => look(url))
    if (typeof found === 'object') return found ?? next(url, context)
    const loaded = next(url, context)
    return pristine(() => trace(found, loaded))
  }

  /** What Node has no loader for, as a whole; the name of a file to trace; null: none of our business. */
  function look(url: string): Loaded | string | null {
    if (!url.startsWith('file:') || traceOf(url) !== null) return null
    const filename = fileURLToPath(url)
    compilation.forget(filename)
    const refused = isOthers(filename) ? null : readRefused(filename)
    if (refused !== null) return loadRefused(loader, filename, refused)
    return loader.traces(filename) ? filename : null
  }

  function trace(filename: string, loaded: Loaded): Loaded {
    const { format, source, shouldBeReloadedByCJSLoader = false } = loaded
    if (source === null || source === undefined || !isCode(format)) return loaded
    if (shouldBeReloadedByCJSLoader || (typeof source !== 'string' && goesOnByRequire(format))) {
      // Its exports are read from the text as it stands; then it goes the way of `require`, which asks no hook again.
      compilation.expect(filename)
      return loaded
    }
    const text = typeof source === 'string' ? source : Buffer.from(source).toString('utf8')
    const code = loader.prepare(filename, text, { format: compiledAs(format) })
    return code === text ? loaded : { ...loaded, source: code }
  }
}

/** The text of a file that Node has no loader for: it would throw already when it looks for the format. Else null. */
function readRefused(filename: string): string | null {
  if (!/\.(?:[cm]?tsx?|jsx)$/.test(filename)) return null
  const text = readFileSync(filename, 'utf8')
  return needsTransform(filename, text) ? text : null
}

function loadRefused(loader: Loader, filename: string, text: string): Loaded {
  const format = moduleFormat(filename, text)
  return { format, source: loader.prepare(filename, text, { format }), shortCircuit: true }
}

/** CommonJS that is imported: Node 22 compiles TypeScript of that kind itself. */
function goesOnByRequire(format: string | null | undefined): boolean {
  return format === 'commonjs' || (format === 'commonjs-typescript' && Number.parseInt(process.versions.node, 10) > 22)
}

function isCode(format: string | null | undefined): boolean {
  return format === null || format === undefined || /^(?:(?:module|commonjs)(?:-typescript)?|typescript)$/.test(format)
}

function compiledAs(format: string | null | undefined): ModuleFormat | null {
  return format?.startsWith('module') ? 'module' : format?.startsWith('commonjs') ? 'commonjs' : null
}
