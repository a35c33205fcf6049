import { randomUUID } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { ResolvedOptions } from '../model/options.ts'
import { createRunDirectory } from '../store/parts.ts'
import type { TracedRun } from './traced-run.ts'

export interface BegunRun {
  options: ResolvedOptions
  formats: string[]
  asked: string[]
}

/** A run of its own, with the current directory as root. Throws a TstraceError 'file-unwritable'. */
export async function beginRun({ options, formats, asked }: BegunRun): Promise<TracedRun> {
  // Each user has one: nobody else could write into a shared one.
  const directory = await createRunDirectory(join(tmpdir(), `tstrace-${userInfo().username}`))
  return { run: randomUUID(), directory, root: realpathSync(process.cwd()), options, formats, asked }
}
