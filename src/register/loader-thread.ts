/** Hooks for `import` on Nodes without `module.registerHooks`. Node runs them in a thread of their own. */
import { readFileSync } from 'node:fs'
import type { InitializeHook, LoadHook, ResolveHook } from 'node:module'
import { fileURLToPath } from 'node:url'
import { printWarnings } from '../process/print-warnings.ts'
import { type Loader, createLoader } from './loader.ts'
import { moduleFormat } from './module-format.ts'
import { resolveTypeScriptLater } from './specifiers.ts'
import { traceOf } from './instance-query.ts'
import type { RunSettings } from './run-settings.ts'
import { needsTransform } from './typescript.ts'

let loader: Loader

export const initialize: InitializeHook<RunSettings> = (run) => {
  loader = createLoader(run, { warn: printWarnings, traced() {} })
}

export const resolve: ResolveHook = resolveTypeScriptLater

export const load: LoadHook = async (url, context, next) => {
  if (!url.startsWith('file:') || traceOf(url) !== null) return next(url, context)
  const filename = fileURLToPath(url)
  if (needsTransform(filename, '')) return loadTransformed(filename)
  const loaded = await next(url, context)
  if (loaded.format !== 'module' || !loaded.source) return loaded
  const text = Buffer.from(loaded.source as Uint8Array).toString()
  return { ...loaded, source: loader.prepare(filename, text, { format: 'module' }) }
}

function loadTransformed(filename: string): Awaited<ReturnType<LoadHook>> {
  const text = readFileSync(filename, 'utf8')
  const format = moduleFormat(filename, text)
  // CommonJS goes the way of `require`.
  const source = format === 'module' ? loader.prepare(filename, text, { format }) : null
  return { format, source, shortCircuit: true } as Awaited<ReturnType<LoadHook>>
}
