/** Vitest's own `--coverage` in the same run: it is to find what it finds without us. */
import type { CoverageMap } from 'istanbul-lib-coverage'
import { relative } from 'node:path'
import type { Vitest } from 'vitest/node'
import type { Transpiler } from '../../src/instrument/mapped-offsets.ts'
import { probeSource } from '../../src/model/protocol.ts'
import { builtFile } from '../../src/process/built-file.ts'
import { escapeGlob } from './vitest-run.ts'

/** The transpiler behind which Vitest counts; false: it does not. From Vite 8 on it is oxc. */
export function coverageIn({ config, vite }: Vitest): Transpiler | false {
  return config.coverage.enabled && ('oxc' in vite.config ? 'oxc' : 'esbuild')
}

/** What is built of ours is no source of the user's, wherever it lies. What is excluded, Vitest 5 names from the root on. */
export function leaveOutOwnFiles({ config }: Vitest): void {
  const { exclude } = config.coverage as { exclude?: string[] }
  const own = builtFile('.')
  for (const path of [own, relative(config.root, own)]) exclude?.push(`${escapeGlob(path.replaceAll('\\', '/'))}/**`)
}

/** What is in Vitest's counts of the source that probes have in our maps. */
export function dropProbes(coverage: unknown): void {
  ;(coverage as CoverageMap).filter((path) => !path.endsWith(probeSource))
}
