/** Istanbul's instrumenter, which says what can be counted and how often it was. */
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { createInstrumenter } from 'istanbul-lib-instrument'

export interface Oracle {
  code: string
  /** Its maps; the counts are all 0. */
  coverage: FileCoverageData
}

export function askIstanbul(text: string, path: string, module: boolean): Oracle {
  const typed = /\.[cm]?tsx?$/.test(path)
  const jsx = !/\.[cm]?ts$/.test(path)
  const instrumenter = createInstrumenter({
    esModules: module,
    autoWrap: true,
    compact: false,
    preserveComments: true,
    parserPlugins: [
      ...(jsx ? ['jsx'] : []),
      ...(typed ? ['typescript', 'decorators-legacy'] : ['decorators']),
      'decoratorAutoAccessors',
      'explicitResourceManagement',
    ],
  })
  // Every host takes the byte order mark off before; Babel gives it a column.
  const code = instrumenter.instrumentSync(text.replace(/^\uFEFF/, ''), path)
  return { code, coverage: instrumenter.lastFileCoverage() }
}
