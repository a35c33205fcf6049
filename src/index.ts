export type { TstraceOptions } from './model/options.ts'
export { TstraceError } from './model/error.ts'
