/** Loads the modules of Traces in the thread that Node has for hooks (see trace-hooks.ts). */
import type { InitializeHook, LoadHook, ResolveHook } from 'node:module'
import { resolveTypeScriptLater } from '../register/specifiers.ts'
import { addTrace, loadOwn, ownInstance } from './module-loader.ts'
import { codeOf, traceOf } from '../register/instance-query.ts'
import type { RunSettings } from '../register/run-settings.ts'

export const initialize: InitializeHook<RunSettings> = addTrace

export const resolve: ResolveHook = async (specifier, context, next) => {
  // The text that a Trace runs is no file.
  if (codeOf(specifier) !== null) return { url: specifier, shortCircuit: true }
  if (traceOf(context.parentURL) === null) return next(specifier, context)
  const found = await resolveTypeScriptLater(specifier, context, next)
  return { ...found, url: ownInstance(found.url, context.parentURL) }
}

export const load: LoadHook = async (url, context, next) => loadOwn(url) ?? next(url, context)
