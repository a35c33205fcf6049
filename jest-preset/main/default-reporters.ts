/** `--reporters=tstrace` takes the place of Jest's own reporters, so the user would not see a failure: show what they show. */
import type * as JestReporters from '@jest/reporters'
import type { Config } from '@jest/types'
import { requireOfReporters } from './jest-packages.ts'

/** Those that Jest takes if it is told of none. */
export function defaultReporters(globalConfig: Config.GlobalConfig): JestReporters.Reporter[] {
  const require = requireOfReporters()
  const { DefaultReporter, SummaryReporter, VerboseReporter } = require('@jest/reporters') as typeof JestReporters
  const first = globalConfig.verbose ? new VerboseReporter(globalConfig) : new DefaultReporter(globalConfig)
  return [first, new SummaryReporter(globalConfig)]
}
