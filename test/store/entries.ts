/** Programs of the tests, as processes of their own. Node 20 can't run TypeScript by itself. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'tsdown'
import { afterAll, beforeAll } from 'vitest'

/** Builds `<name>.entry.ts` before the tests of a file. Returns what knows its path then. */
export function useEntry(name: string): () => string {
  let built: string
  beforeAll(async () => {
    built = await mkdtemp(join(tmpdir(), 'tstrace-entry-'))
    await build({
      entry: [join(import.meta.dirname, `${name}.entry.ts`)],
      outDir: built,
      platform: 'node',
      config: false,
      dts: false,
      logLevel: 'silent',
      deps: { alwaysBundle: [/./], onlyBundle: false },
    })
  }, 60_000)
  afterAll(() => rm(built, { recursive: true }))
  return () => join(built, `${name}.entry.mjs`)
}
