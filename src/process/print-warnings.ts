import { type Warning, formatMessage } from '../model/error.ts'
import { writeOut } from './write-out.ts'

/** Writes past the streams of the traced program, which may watch or replace them. */
export function printWarnings(warnings: readonly Warning[]): void {
  writeOut(2, warnings.map((warning) => `${formatMessage(warning)}\n`).join(''))
}
