import { JestReporter } from '../jest-preset/main/named-reporter.ts'
import { VitestReporter } from '../vitest-plugin/main/named-reporter.ts'
import { refuseUncalled } from '../vitest-plugin/main/refuse-uncalled.ts'
import type { TstraceOptions } from './options/options.ts'

export type { Actor, Call, ContextActor, FunctionActor, FunctionReport } from './model/analysis.ts'
export type { FilePath } from './model/counts.ts'
export { type Slug, TstraceError } from './model/error.ts'
export type { Column, FunctionKind, Line, Position } from './model/sites.ts'
export type { FormatName, FormatOptions, FormatRequest } from './options/formats.ts'
export type { Engine, PrintItem, ReportItem, TstraceOptions } from './options/options.ts'
export {
  type CalledFunction,
  CoverageResults,
  type LineEntry,
  type WriteResultsOptions,
} from './trace/coverage-results.ts'
export { Trace, type TraceOptions } from './trace/trace.ts'

/** What the package is to its callers, who tell themselves apart by how they call. No host's types: the others may not be installed. */
export interface Tstrace {
  /** `plugins: [tstrace()]` in a configuration of Vitest; the same as `tstrace/vitest`. */
  (options?: TstraceOptions): Promise<{ name: string }[]>
  /** `reporters: [['tstrace', options]]` in Vitest. */
  new (options?: TstraceOptions): object
  /** `reporters: [['tstrace', options]]` in Jest. Throws a TstraceError 'unknown-option' or 'bad-option'. */
  new (globalConfig: object, options: TstraceOptions, context: object): object
}

const tstrace: Tstrace = function (...called: unknown[]): object {
  if (!new.target) return vitestPlugin(called[0] as TstraceOptions | undefined)
  if (called.length < 3) return new VitestReporter(called[0] as TstraceOptions | undefined)
  return new JestReporter(...(called as ConstructorParameters<typeof JestReporter>))
} as Tstrace

refuseUncalled(tstrace)

export default tstrace

async function vitestPlugin(options: TstraceOptions | undefined): Promise<{ name: string }[]> {
  const { default: plugin } = await import('../vitest-plugin/index.ts')
  return plugin(options)
}
