import type { Vitest } from 'vitest/node'
import { dropTransforms, watchUntested } from './vitest-internals.ts'

/**
 * Vitest's coverage has files compiled that no test loaded. Nothing is counted in these, so they stay as they are: then it
 * reports of them what it does without us.
 */
export class UntestedFiles {
  #compiling = 0
  readonly #files = new Set<string>()

  /** Whether the file is compiled for the report of coverage only. */
  has(file: string): boolean {
    if (this.#compiling === 0) return false
    this.#files.add(file)
    return true
  }

  /** To be called before each run, because Vitest makes its provider late. */
  watch(vitest: Vitest): void {
    watchUntested(vitest, async (compile) => {
      this.#compiling++
      try {
        return await compile()
      } finally {
        this.#compiling--
        // A test may load them later.
        if (vitest.config.watch) dropTransforms(vitest, this.#files)
        this.#files.clear()
      }
    })
  }
}
