/** What code that Istanbul instrumented leaves behind, and how it is found. */
import type { Range } from '../model/sites.ts'

/** The global variable of the counters, of tstrace's own: another coverage tool may be at work as well. */
export const istanbulVariable = '__tstrace_istanbul__'
/** Instead of a plan of ours: the sites are Istanbul's, and travel with the counts. */
export const istanbulPlan = 'istanbul-6'

/** One file of it. Its path is `hash:path`, as `istanbulPath` makes it. */
export interface IstanbulCoverage {
  path: string
  statementMap: Record<string, Range>
  fnMap: Record<string, { name: string; decl: Range; loc: Range }>
  branchMap: Record<string, { type: string; loc: Range; locations: (Range | { start: object; end: object })[] }>
  s: Record<string, number>
  f: Record<string, number>
  b: Record<string, number[]>
}

/** Istanbul knows no revisions of a file: the hash travels in the name. */
export function istanbulPath(path: string, hash: string): string {
  return `${hash}:${path}`
}

export function splitIstanbulPath(name: string): { path: string; hash: string } {
  const colon = name.indexOf(':')
  return { hash: name.slice(0, colon), path: name.slice(colon + 1) }
}
