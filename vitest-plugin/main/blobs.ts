/** The counts in Vitest's blobs, which `--reporter=blob` writes and `--merge-reports` reads. */
import type { TestModule } from 'vitest/node'
import type { FilePath } from '../../src/model/counts.ts'
import { type Warning, TstraceError } from '../../src/model/error.ts'
import type { RunCounts } from '../../src/run/finish-run.ts'
import { CountsTable } from '../../src/store/counts-table.ts'
import { DecodeError } from '../../src/store/decode-values.ts'
import { unpackCounts } from '../../src/store/packed.ts'
import type { FileMeta } from '../messages.ts'

/** The sum of the counts in all blobs. */
export class BlobCounts implements RunCounts {
  readonly records: CountsTable = new CountsTable()
  /** The test files whose counts were in a blob. */
  readonly testFiles: FilePath[] = []
  readonly warnings: Warning[] = []

  /** Adds a test file's counts, and removes them from its `meta`, so that other reporters do not write them. */
  take(module: TestModule, testFile: FilePath): void {
    const meta = module.meta() as FileMeta
    const packs = meta.tstrace?.counts
    delete meta.tstrace
    if (packs === undefined) return
    try {
      for (const file of packs.flatMap(unpackCounts)) this.records.add(file)
      this.testFiles.push(testFile)
    } catch (error) {
      this.warnings.push(unreadable(testFile, error))
    }
  }
}

export const blobsWithoutCounts: Warning = {
  slug: 'no-data',
  message:
    "The blobs hold no counts, so there is nothing to report: they were written by runs without tstrace. Let the plugin be in the configuration of the runs with the reporter 'blob', too.",
}

function unreadable(testFile: FilePath, error: unknown): Warning {
  if (!(error instanceof DecodeError || error instanceof TstraceError)) throw error
  const why = error instanceof TstraceError ? error.reason : `${error.message}.`
  const message = `The counts of "${testFile}" in its blob can't be read. ${why} Write and merge blobs with one version of tstrace.`
  return { slug: 'bad-part', message }
}
