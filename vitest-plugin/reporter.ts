import process from 'node:process'
import type { Reporter, TestModule, TestSpecification } from 'vitest/node'
import { type Warning, TstraceError, formatMessage } from '../src/model/error.ts'
import { toFilePath } from '../src/model/paths.ts'
import { finishRun } from '../src/run.ts'
import type { TestRun } from './test-run.ts'

/** Brings the counts together when the tests have run, and prints the digest. */
export class TraceReporter implements Reporter {
  readonly #run: TestRun

  constructor(run: TestRun) {
    this.#run = run
  }

  async onTestRunStart(_specifications: ReadonlyArray<TestSpecification>): Promise<void> {
    this.#run.warnings.clear()
  }

  async onTestRunEnd(testModules: ReadonlyArray<TestModule>): Promise<void> {
    const { root, options, select, directory, id, warnings } = this.#run
    const testFiles = testModules.map((module) => toFilePath(root, module.moduleId))
    try {
      const color = process.stdout.isTTY === true && !process.env['NO_COLOR']
      const outcome = await finishRun({ root, options, select, directory, run: id, testFiles, color })
      if (outcome.text !== '') process.stdout.write(`\n${outcome.text}\n`)
      this.#run.warn(outcome.warnings)
    } catch (error) {
      if (!(error instanceof TstraceError)) throw error
      process.exitCode ||= 1
      console.error(error.message)
    }
    show(warnings.values())
  }
}

function show(warnings: Iterable<Warning>): void {
  for (const warning of warnings) console.warn(formatMessage(warning))
}
