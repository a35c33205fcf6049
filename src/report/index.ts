/** From what could run and what ran to data, and from data to text. `writeReport` alone touches the disk. */
export { addAnalyses } from './add-analyses.ts'
export { analyseFile } from './analyse.ts'
export { CallTable, type NamedFunction, nameFunctions, revisionKey } from './calls.ts'
export { renderDigest } from './digest.ts'
export { renderers } from './renderers.ts'
export { summarize } from './totals.ts'
export { writeReport } from './write.ts'
