/** The modules of each `Trace` are instances of their own, whichever hooks Node has for it. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { printWarnings } from '../process/print-warnings.ts'
import { type Loader, createLoader } from '../register/loader.ts'
import { type ModuleFormat, moduleFormat } from '../register/module-format.ts'
import { codeOf, traceOf, withTrace } from '../register/instance-query.ts'
import type { RunSettings } from '../register/run-settings.ts'

const loaders = new Map<string, Loader>()

export function addTrace(run: RunSettings): void {
  loaders.set(run.run, createLoader(run, { warn: printWarnings, traced() {} }))
}

/** What a module of a Trace loads belongs to it, too, if it is traced. */
export function ownInstance(url: string, parent: string | undefined): string {
  const trace = traceOf(parent)
  const loader = loaders.get(trace ?? '')
  if (trace === null || !loader || !url.startsWith('file:') || traceOf(url) !== null) return url
  return loader.traces(fileURLToPath(url)) ? withTrace(url, trace) : url
}

export interface OwnModule {
  format: ModuleFormat
  source: string
  shortCircuit: true
}

/** null for a module that belongs to no Trace. */
export function loadOwn(url: string): OwnModule | null {
  const loader = loaders.get(traceOf(url) ?? '')
  if (!loader) return null
  const code = codeOf(url)
  if (code !== null) return { format: 'module', source: code, shortCircuit: true }
  const filename = fileURLToPath(url)
  const text = readFileSync(filename, 'utf8')
  const format = moduleFormat(filename, text)
  return { format, source: loader.prepare(filename, text, { format, final: true }), shortCircuit: true }
}
