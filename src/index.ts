import { JestReporter } from '../jest-preset/index.ts'
import type { TstraceOptions } from './model/options.ts'

export type { TstraceOptions } from './model/options.ts'
export { TstraceError } from './model/error.ts'

interface Tstrace {
  /** `reporters: ['tstrace']` in Jest. Throws a TstraceError 'unknown-option' or 'bad-option'. */
  new (globalConfig: object, options: TstraceOptions, context: object): object
}

const tstrace: Tstrace = JestReporter as unknown as Tstrace

export default tstrace
