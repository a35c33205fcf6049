import process from 'node:process'
import type { Reporter } from 'vitest/node'
import { type FullRecorder, enterContext, realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { writePart } from '../../src/store/parts.ts'
import type { VitestRun } from './vitest-run.ts'

/** Writes the counts of Vitest's main process: a global setup may import sources. */
export class MainProcessReporter implements Reporter {
  readonly #run: VitestRun
  readonly #recorder: FullRecorder = realmRecorder()

  constructor(run: VitestRun) {
    this.#run = run
  }

  onTestRunStart(): void {
    if (!runsInTest(this.#recorder)) enterContext(this.#recorder, { context: 'global setup', file: null })
  }

  onTestRunEnd(): void {
    const counts = runsInTest(this.#recorder) ? [] : takeCounts(this.#recorder)
    const { id, directory } = this.#run
    if (counts.length > 0) writePart(directory, { run: id, testFile: null, worker: process.pid }, counts)
  }
}

/** If a test starts Vitest in its own process, the counts belong to the outer Vitest. */
function runsInTest({ contexts }: FullRecorder): boolean {
  return Object.values(contexts).some((context) => context?.file)
}
