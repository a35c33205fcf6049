/** A project on disk whose files are run one by one, without a host, and reported on. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { instrument } from '../../src/instrument/index.ts'
import type { FileCounts } from '../../src/model/counts.ts'
import type { TstraceOptions } from '../../src/options/options.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'
import { finishRun, type RunOutcome } from '../../src/run/finish-run.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { createSelector } from '../../src/selection/select.ts'
import { createRunDirectory, writePart } from '../../src/store/parts.ts'
import { Realm } from '../instrument/realm.ts'

export class CountedProject {
  readonly root: string

  /** An empty directory. */
  constructor(root: string) {
    this.root = root
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
  }

  remove(path: string): void {
    rmSync(join(this.root, path))
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8')
  }

  /** Every file there is, sorted. */
  files(): string[] {
    const found = readdirSync(this.root, { recursive: true, withFileTypes: true })
    const files = found.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name))
    return files.map((file) => file.slice(this.root.length + 1)).sort()
  }

  /** Reports on counts that a worker wrote, and on what is in the `file`. */
  async report(counts: FileCounts[], given: TstraceOptions = {}): Promise<RunOutcome> {
    const run = 'run 1'
    const directory = await createRunDirectory(join(this.root, 'node_modules/.cache/tstrace'))
    if (counts.length > 0) writePart(directory, { run, testFile: null }, counts)
    const options = resolveOptions(given)
    const select = createSelector(this.root, options)
    return finishRun({ root: this.root, options, select, directory, run, expected: null, color: false })
  }
}

/** What is counted when a script runs, which a host hands to us as this text. */
export async function countScript(path: string, text: string): Promise<FileCounts[]> {
  const realm = new Realm()
  await realm.run(instrument(text, { path, sourceType: 'script' }).code)
  return takeCounts(realmRecorder(realm.global))
}
