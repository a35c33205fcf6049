import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { newWriterId, type WriterId } from '../../src/store/writer.ts'

/** What the files of a process are called that is dead now. */
export function deadWriter(): WriterId {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  return newWriterId().replace(`-${process.pid}-`, `-${pid}-`)
}
