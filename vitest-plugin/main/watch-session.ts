import type { TestCase, TestModule } from 'vitest/node'
import type { FilePath } from '../../src/model/counts.ts'
import { LatestParts, type TestFileKey, testFileKey } from '../../src/store/latest-parts.ts'

/** A test file of a run, in one of Vitest's projects. */
export interface RanTestFile {
  testFile: FilePath
  project: string
  /** Whether it should report: not a type test. */
  counts: boolean
  /** The reason to name if it did not report. */
  absence: string
  /** Whether it ran to its end. */
  whole: boolean
}

/** The test files of a watch session, with the parts of the last run of each. */
export class WatchSession {
  isOver = false
  readonly #parts: LatestParts
  readonly #testFiles = new Map<TestFileKey, RanTestFile>()
  readonly #removed = new Set<FilePath>()

  constructor(directory: string, run: string) {
    this.#parts = new LatestParts(directory, run)
  }

  /** Those that should have reported. */
  get testFiles(): RanTestFile[] {
    return [...this.#testFiles.values()]
  }

  startRun(): void {
    this.#removed.clear()
  }

  /** The parts of these test files replace those of the runs before. */
  async settle(ran: readonly RanTestFile[]): Promise<void> {
    await this.#parts.settle(keysOf(ran, true), keysOf(ran, false))
    for (const one of ran) {
      if (one.counts) this.#testFiles.set(testFileKey(one), one)
      else if (one.whole) this.#testFiles.delete(testFileKey(one))
    }
    // Test files that were deleted while they ran.
    for (const testFile of this.#removed) await this.remove(testFile)
  }

  async remove(testFile: FilePath): Promise<void> {
    this.#removed.add(testFile)
    for (const [key, known] of this.#testFiles) if (known.testFile === testFile) this.#testFiles.delete(key)
    await this.#parts.drop(testFile)
  }
}

/** Whether all tests of the file ended. A test that skipped itself looks like one that the interruption skipped. */
export function ranToTheEnd(module: TestModule): boolean {
  if (module.state() === 'queued' || module.state() === 'pending') return false
  return [...module.children.allTests()].every((test) => !wasToRun(test) || isFinished(test))
}

/** As declared in the test file. */
function wasToRun({ options }: TestCase): boolean {
  return options.mode !== 'skip' && options.mode !== 'todo'
}

function isFinished(test: TestCase): boolean {
  const { state } = test.result()
  return state === 'passed' || state === 'failed'
}

function keysOf(files: readonly RanTestFile[], whole: boolean): Set<TestFileKey> {
  return new Set(files.filter((one) => one.whole === whole).map(testFileKey))
}
