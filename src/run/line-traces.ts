/** The traces of test files, which workers write into the report's directory line by line. */
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, posix, resolve } from 'node:path'
import type { ResolvedOptions } from '../options/options.ts'
import { traceName } from '../model/paths.ts'
import { escapeControls } from '../model/safe.ts'
import type { ExpectedTestFiles } from './saved-run.ts'

export interface TracedTests {
  root: string
  options: Pick<ResolvedOptions, 'coverdir' | 'trace' | 'printTrace'>
  expected: ExpectedTestFiles | null
}

/** Those that are there, from the report's directory on; a test file that several projects run has several. */
export async function findTraces({ root, options, expected }: TracedTests): Promise<string[]> {
  if (!options.trace) return []
  const found = [...(expected?.keys() ?? [])].map(async (testFile) => {
    const { dir, name } = posix.parse(traceName(testFile, ''))
    const names = await readdir(resolve(root, options.coverdir, dir)).catch(() => [])
    const own = names.filter((one) => one === `${name}.trace` || (one.startsWith(`${name}@`) && one.endsWith('.trace')))
    return own.sort().map((one) => `${dir}/${one}`)
  })
  return (await Promise.all(found)).flat()
}

/** If they are to be printed. */
export async function printTraces(tests: TracedTests, output: NodeJS.WritableStream): Promise<void> {
  if (!tests.options.printTrace) return
  for (const name of await findTraces(tests)) {
    output.write(`\n${escapeControls(name).replace(/^trace\/(.*)\.trace$/, 'trace of $1:')}\n`)
    // As it comes: a trace may be larger than what fits into memory.
    for await (const chunk of createReadStream(join(resolve(tests.root, tests.options.coverdir), name))) {
      if (!output.write(chunk)) await once(output, 'drain')
    }
  }
}
