import { mkdir } from 'node:fs/promises'
import process from 'node:process'
import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node'
import type { FilePath } from '../src/model/counts.ts'
import { type Warning, TstraceError, formatMessage } from '../src/model/error.ts'
import { toFilePath } from '../src/model/paths.ts'
import { finishRun } from '../src/run.ts'
import type { TestRun } from './test-run.ts'

/** Brings the counts together when the tests have run, and prints the digest. */
export class TraceReporter implements Reporter {
  readonly #run: TestRun
  /** Type tests run nowhere. */
  #typeTests = new Set<string>()
  #output: NodeJS.WriteStream = process.stdout
  #ranBefore = false

  constructor(run: TestRun) {
    this.#run = run
  }

  onInit({ config }: Vitest): void {
    if (ownsStandardOutput(config)) this.#output = process.stderr
    this.#ranBefore = config.mergeReports !== undefined
  }

  async onTestRunStart(specifications: ReadonlyArray<TestSpecification>): Promise<void> {
    this.#run.warnings.clear()
    this.#typeTests = new Set(
      specifications.filter(({ pool }) => pool === 'typescript').map(({ moduleId }) => moduleId),
    )
    await mkdir(this.#run.directory, { recursive: true })
  }

  async onTestRunEnd(testModules: ReadonlyArray<TestModule>): Promise<void> {
    if (this.#ranBefore) return
    const { root, options, select, directory, id, warnings } = this.#run
    try {
      const color = this.#output.isTTY && !process.env['NO_COLOR']
      const testFiles = this.#testFiles(testModules)
      const outcome = await finishRun({ root, options, select, directory, run: id, testFiles, color })
      if (outcome.text !== '') this.#output.write(`\n${outcome.text}\n`)
      this.#run.warn(outcome.warnings)
    } catch (error) {
      if (!(error instanceof TstraceError)) throw error
      process.exitCode ||= 1
      console.error(error.message)
    }
    show(warnings.values())
  }

  /** Those that ran a test, or should have. One that runs in several projects counts once. */
  #testFiles(testModules: ReadonlyArray<TestModule>): FilePath[] {
    const ran = testModules.filter((module) => module.state() !== 'skipped' && !this.#typeTests.has(module.moduleId))
    return [...new Set(ran.map(({ moduleId }) => moduleId))].map((file) => toFilePath(this.#run.root, file))
  }
}

/** Whether another reporter writes there what a program is to read. */
function ownsStandardOutput({ reporters, outputFile }: Vitest['config']): boolean {
  return reporters.some((reporter) => {
    const [name, options] = Array.isArray(reporter) ? reporter : [reporter]
    if (typeof name !== 'string' || !['json', 'junit', 'tap', 'tap-flat'].includes(name)) return false
    const { [name]: file = undefined } = typeof outputFile === 'object' ? (outputFile as Record<string, string>) : {}
    const own = (options as { outputFile?: string } | undefined)?.outputFile
    return typeof outputFile !== 'string' && file === undefined && own === undefined
  })
}

function show(warnings: Iterable<Warning>): void {
  for (const warning of warnings) console.warn(formatMessage(warning))
}
