/** From data to text. `writeReport` alone touches the disk. */
export { renderDigest } from './digest.ts'
export { renderers } from './renderers.ts'
export { writeReport } from './write.ts'
