/** The part of a `Trace` (src/trace/trace.ts) that needs Node's loader: its recorder, and its own instances of modules. */
import { randomUUID } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import type { ResolvedOptions } from '../options/options.ts'
import { enterContext, type FullRecorder, realmRecorder, takeCounts } from '../runtime/recorder.ts'
import { createSelector, type Selector } from '../selection/select.ts'
import { CountsTable } from '../store/counts-table.ts'
import { printLines } from '../register/show-lines.ts'
import { installTrace } from './module-hooks.ts'
import { withCode, withTrace } from '../register/instance-query.ts'

export class ModuleTracer {
  readonly root: string
  readonly select: Selector
  readonly #id: string = randomUUID().slice(0, 8)
  readonly #recorder: FullRecorder
  readonly #counts = new CountsTable()
  #runs = 0
  #collected = 0

  constructor(options: ResolvedOptions) {
    this.root = realpathSync(process.cwd())
    this.select = createSelector(this.root, options)
    const key = `tstrace.trace.${this.#id}`
    this.#recorder = addRecorder(key)
    const run = { run: this.#id, directory: '', root: this.root, options, forcedPaths: [], formats: [], recorder: key }
    installTrace({ ...run, output: null })
    if (options.trace) this.#printLines(options)
  }

  #printLines({ timing }: ResolvedOptions): void {
    const lines = printLines({ timing })
    this.#recorder.trace = lines
    process.on('exit', () => lines.flush())
  }

  /** What no traced function calls is called by `context` from now on. */
  enter(context: string): void {
    enterContext(this.#recorder, { context, file: null })
  }

  /** An ECMAScript module in the current directory that is this text. */
  async run(code: string, context = '<string>'): Promise<object> {
    const url = new URL(withTrace(pathToFileURL(join(this.root, '[tstrace].mjs')).href, this.#id))
    url.searchParams.set('run', String(this.#runs++))
    this.enter(context)
    return (await import(withCode(url.href, code))) as object
  }

  /** A path from the current directory, a `file:` URL, or a package. */
  async import(specifier: string): Promise<object> {
    const loaded = await this.run(`export const loaded = await import(${JSON.stringify(specifier)})`, '<import>')
    return (loaded as { loaded: object }).loaded
  }

  /** Adds up what was counted since the last time. Returns a number that grows whenever that is something. */
  collect(): number {
    const taken = takeCounts(this.#recorder)
    for (const counts of taken) this.#counts.add(counts)
    this.#collected += taken.length
    return this.#collected
  }

  get counts(): CountsTable {
    return this.#counts
  }
}

/** Beside that of the realm, with which it shares one thing: the text of functions is put right only once. */
function addRecorder(key: string): FullRecorder {
  const shared = realmRecorder()
  const recorder = realmRecorder({})
  Object.defineProperty(recorder, 't', {
    get: () => shared.t,
    set(done: unknown) {
      shared.t = done
    },
  })
  Object.defineProperty(globalThis, Symbol.for(key), { value: recorder })
  return recorder
}
