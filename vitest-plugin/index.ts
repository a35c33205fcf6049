/** `import tstrace from 'tstrace/vitest'` */
import type { Plugin } from 'vitest/config'
import type { TstraceOptions } from '../src/options/options.ts'
import { createPlugins } from './main/plugins.ts'
import { refuseUncalled } from './main/refuse-uncalled.ts'

export type { FormatName, FormatOptions, FormatRequest } from '../src/options/formats.ts'
export type { Engine, PrintItem, ReportItem, TstraceOptions } from '../src/options/options.ts'

/**
 * Counts lines and calls of what Vitest's tests run, and writes the report when they have run. Throws a TstraceError
 * 'unknown-option' or 'bad-option'.
 */
export default function tstrace(options: TstraceOptions = {}): Plugin[] {
  return createPlugins(options)
}

refuseUncalled(tstrace)
