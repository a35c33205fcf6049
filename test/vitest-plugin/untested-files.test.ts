import { expect, test } from 'vitest'
import type { Vitest } from 'vitest/node'
import { UntestedFiles } from '../../vitest-plugin/main/untested-files.ts'

/** As much of a Vitest as is asked. `compile` transforms a file. */
function vitestWith(compile: (file: string) => void, watch: boolean): { vitest: Vitest; dropped: string[] } {
  const dropped: string[] = []
  const moduleGraph = {
    getModulesByFile: (file: string) => new Set([{ file }]),
    invalidateModule: ({ file }: { file: string }) => void dropped.push(file),
  }
  const coverageProvider = { createUncoveredFileTransformer: () => async (file: string) => compile(file) }
  const vitest = { config: { watch }, vite: { moduleGraph }, projects: [], coverageProvider }
  return { vitest: vitest as unknown as Vitest, dropped }
}

async function compileUntested(vitest: Vitest, file: string): Promise<void> {
  const { coverageProvider } = vitest as unknown as {
    coverageProvider: { createUncoveredFileTransformer(vitest: Vitest): (file: string) => Promise<void> }
  }
  await coverageProvider.createUncoveredFileTransformer(vitest)(file)
}

test.each([true, false])('a file is left as it is while coverage lists it, and no longer; watch: %s', async (watch) => {
  const untested = new UntestedFiles()
  const seen: boolean[] = []
  const { vitest, dropped } = vitestWith((file) => void seen.push(untested.has(file)), watch)
  untested.watch(vitest)
  untested.watch(vitest)
  await compileUntested(vitest, '/src/a.ts')
  expect(seen).toEqual([true])
  expect(untested.has('/src/a.ts')).toBe(false)
  expect(dropped).toEqual(watch ? ['/src/a.ts'] : [])
})

test('without coverage nothing is watched', () => {
  const untested = new UntestedFiles()
  untested.watch({ config: { watch: false }, coverageProvider: null } as unknown as Vitest)
  expect(untested.has('/src/a.ts')).toBe(false)
})
