import process from 'node:process'
import type { Reporter } from 'vitest/node'
import { type FullRecorder, enterContext, realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { writePart } from '../../src/store/parts.ts'
import type { VitestRun } from './vitest-run.ts'

/** Hands over what ran in Vitest's own process: sources that a global setup imports. */
export class MainProcess implements Reporter {
  readonly #run: VitestRun
  readonly #recorder: FullRecorder = realmRecorder()

  constructor(run: VitestRun) {
    this.#run = run
  }

  onTestRunStart(): void {
    if (!isWorker(this.#recorder)) enterContext(this.#recorder, { context: 'global setup', file: null })
  }

  onTestRunEnd(): void {
    const counts = isWorker(this.#recorder) ? [] : takeCounts(this.#recorder)
    const { id, directory } = this.#run
    if (counts.length > 0) writePart(directory, { run: id, testFile: null, worker: process.pid }, counts)
  }
}

/** A test that starts Vitest: the counts belong to the Vitest around it. */
function isWorker({ contexts }: FullRecorder): boolean {
  return Object.values(contexts).some((context) => context?.file)
}
