/** `--reporters=tstrace` takes the place of Jest's own reporters, so the user would not see a failure: show what they show. */
import { createRequire } from 'node:module'
import type * as JestReporters from '@jest/reporters'
import type { Config } from '@jest/types'

/** Those that Jest takes if it is told of none. */
export function defaultReporters(globalConfig: Config.GlobalConfig): JestReporters.Reporter[] {
  const { DefaultReporter, SummaryReporter, VerboseReporter } = loadReporters()
  const first = globalConfig.verbose ? new VerboseReporter(globalConfig) : new DefaultReporter(globalConfig)
  return [first, new SummaryReporter(globalConfig)]
}

/** They belong to the Jest that runs, wherever that is installed. */
function loadReporters(): typeof JestReporters {
  const { cache } = createRequire(import.meta.url)
  const core = Object.keys(cache).find((path) => /[\\/]@jest[\\/]core[\\/]build[\\/]/.test(path))
  return createRequire(core ?? import.meta.url)('@jest/reporters') as typeof JestReporters
}
