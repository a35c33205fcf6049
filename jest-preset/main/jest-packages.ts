/** Packages of the Jest that runs, wherever that is installed. */
import { createRequire } from 'node:module'

/** `require`, from where Jest's reporters are. */
export function requireOfReporters(): NodeJS.Require {
  const { cache } = createRequire(import.meta.url)
  const core = Object.keys(cache).find((path) => /[\\/]@jest[\\/]core[\\/]build[\\/]/.test(path))
  return createRequire(createRequire(core ?? import.meta.url).resolve('@jest/reporters'))
}
