import { type Warning, formatMessage } from '../model/error.ts'
import { writeOut } from './write-out.ts'

/** To the user of a program that is not ours: past its streams, which it may watch or replace. */
export function printWarnings(warnings: readonly Warning[]): void {
  writeOut(2, warnings.map((warning) => `${formatMessage(warning)}\n`).join(''))
}
