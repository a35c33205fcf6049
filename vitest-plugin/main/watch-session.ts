import type { TestCase, TestModule } from 'vitest/node'
import type { FilePath } from '../../src/model/counts.ts'
import { LatestParts, type TestFileKey, testFileKey } from '../../src/store/latest-parts.ts'

/** A test file that Vitest ran, or was to run, in one of its projects. */
export interface RanTestFile {
  testFile: FilePath
  project: string
  /** Ran a test, or should have. */
  counts: boolean
  /** Why it did not report, if it did not. */
  absence: string
  /** Nothing kept it from running to its end. */
  whole: boolean
}

/** A watch session: test files run again and again, and the last run of each is what counts. */
export class Session {
  isOver = false
  /** Of what ran so far, but for reruns that were interrupted. */
  hasReport = false
  readonly #parts: LatestParts
  readonly #testFiles = new Map<TestFileKey, RanTestFile>()
  readonly #removed = new Set<FilePath>()

  constructor(directory: string, run: string) {
    this.#parts = new LatestParts(directory, run)
  }

  /** The test files that should have reported. */
  get testFiles(): RanTestFile[] {
    return [...this.#testFiles.values()]
  }

  start(): void {
    this.#removed.clear()
  }

  async settle(ran: RanTestFile[]): Promise<void> {
    const ended = ran.filter(({ whole }) => whole)
    await this.#parts.settle(keysOf(ended), keysOf(ran.filter(({ whole }) => !whole)))
    for (const one of ran) {
      if (one.counts) this.#testFiles.set(testFileKey(one), one)
      else if (one.whole) this.#testFiles.delete(testFileKey(one))
    }
    // Deleted while it ran.
    for (const testFile of this.#removed) await this.remove(testFile)
  }

  async remove(testFile: FilePath): Promise<void> {
    this.#removed.add(testFile)
    for (const [key, known] of this.#testFiles) if (known.testFile === testFile) this.#testFiles.delete(key)
    await this.#parts.drop(testFile)
  }
}

/** Whether all of its tests came to an end. One that skipped itself can't be told from one that was skipped for it. */
export function ranToTheEnd(module: TestModule): boolean {
  if (module.state() === 'queued' || module.state() === 'pending') return false
  return [...module.children.allTests()].every((test) => !wasToRun(test) || isFinished(test))
}

/** As the test file has it, before anything ran. */
function wasToRun({ options }: TestCase): boolean {
  return options.mode !== 'skip' && options.mode !== 'todo'
}

function isFinished(test: TestCase): boolean {
  const { state } = test.result()
  return state === 'passed' || state === 'failed'
}

function keysOf(files: RanTestFile[]): Set<TestFileKey> {
  return new Set(files.map(testFileKey))
}
