/** A directory that lives as long as one test. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type TestAPI } from 'vitest'

export const test: TestAPI<{ directory: string }> = base.extend<{ directory: string }>({
  // Vitest reads from the braces which other fixtures this one needs, and insists on them.
  // oxlint-disable-next-line no-empty-pattern
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), 'tstrace-store-'))
    await use(directory)
    await rm(directory, { recursive: true })
  },
})
