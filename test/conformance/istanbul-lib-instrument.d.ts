/** The part of `istanbul-lib-instrument` 6 that is used here; it ships no types. */
declare module 'istanbul-lib-instrument' {
  import type { FileCoverageData } from 'istanbul-lib-coverage'

  export interface InstrumenterOptions {
    esModules?: boolean
    autoWrap?: boolean
    compact?: boolean
    preserveComments?: boolean
    parserPlugins?: string[]
  }

  export interface Instrumenter {
    instrumentSync(code: string, filename: string): string
    lastFileCoverage(): FileCoverageData
  }

  export function createInstrumenter(options?: InstrumenterOptions): Instrumenter
}
