/** From data to text. `writeReport` alone touches the disk. */
export { renderDigest } from './digest.ts'
export { addToReport, writeReport } from './write.ts'
