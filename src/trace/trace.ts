/** Tracing from within a program: Python's `trace.Trace`. Light: the modules that trace are loaded on first use. */
import { type CoverageResults, createResults } from './coverage-results.ts'
import { TstraceError } from '../model/error.ts'
import type { FormatName, FormatRequest } from '../options/formats.ts'
import { nearest } from '../options/nearest.ts'
import { resolveOptions } from '../options/resolve-options.ts'
import type { ResolvedOptions } from '../options/options.ts'
import type { ModuleTracer } from './module-tracer.ts'

export interface TraceOptions {
  /** Count lines. Default true. */
  count?: boolean
  /** List the functions that ran. Default false. */
  countfuncs?: boolean
  /** Count who called whom. Default false. */
  countcallers?: boolean
  /** Module names to leave out, with their submodules. */
  ignoremods?: string | string[]
  /** Directories to leave out: `$prefix` is where Node is installed. */
  ignoredirs?: string | string[]
  /** A store whose counts the results start from. */
  infile?: string
  /** The store that `writeResults` adds to; what came from `infile` is not added again. */
  outfile?: string
  /** Other formats, which `writeResults` writes into its `coverdir`, or prints. Default none. */
  format?: FormatName | FormatRequest[]
  /** Print each line as it runs. Default false. */
  trace?: boolean
  /** With the seconds since the start before each. Default false. */
  timing?: boolean
}

const names: readonly string[] = [
  'count',
  'countfuncs',
  'countcallers',
  'format',
  'ignoremods',
  'ignoredirs',
  'infile',
  'outfile',
  'trace',
  'timing',
]

/**
 * Traces what is run through it, and only that: it loads its own instances of modules, which count for it alone. So
 * Traces may be nested, run at the same time, and run within a traced program. Of a CommonJS module Node has one
 * instance: it counts for the Trace that loads it first.
 */
export class Trace {
  readonly #options: ResolvedOptions
  readonly #infile: string | null
  #tracer: Promise<ModuleTracer> | null = null

  /** Throws a TstraceError 'unknown-option' or 'bad-option'. */
  constructor(options: TraceOptions = {}) {
    this.#options = checkOptions(options)
    this.#infile = options.infile ?? null
  }

  /** Runs the text as an ECMAScript module in the current directory; what it imports is traced. */
  async run(code: string): Promise<void> {
    await (await this.#start()).run(code)
  }

  /** Runs the text as the body of an async function, with these names in scope. */
  async runctx(
    code: string,
    globals: Record<string, unknown> = {},
    locals: Record<string, unknown> = {},
  ): Promise<void> {
    const scope = { ...globals, ...locals }
    const tracer = await this.#start()
    const module = `export const run = async ({ ${Object.keys(scope).join(', ')} }) => {\n${code}\n}`
    const { run } = (await tracer.run(module)) as { run(scope: object): Promise<void> }
    await run(scope)
  }

  /**
   * Calls a function of a module that this Trace has imported, or one that calls such a function; returns what it
   * returns, when that is there. Throws a TstraceError 'untraced' where it ran and nothing was counted.
   */
  async runfunc<Args extends unknown[], Result>(
    run: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>> {
    const tracer = await this.#start()
    const before = tracer.collect()
    tracer.enter('<runfunc>')
    const result = await run(...args)
    if (tracer.collect() === before) throw untraced(run.name)
    return result
  }

  /** Loads a module traced, with what it imports: ECMAScript or CommonJS, TypeScript or not. Paths are from the current directory. */
  async import<Module = Record<string, unknown>>(specifier: string): Promise<Module> {
    return (await (await this.#start()).import(specifier)) as Module
  }

  /** All that was counted so far. */
  async results(): Promise<CoverageResults> {
    const tracer = await this.#start()
    const { readStore } = await import('../store/store-file.ts')
    const { CountsTable } = await import('../store/counts-table.ts')
    tracer.collect()
    const table = new CountsTable()
    if (this.#infile !== null) for await (const record of readStore(this.#infile)) table.add(record)
    const own = [...tracer.counts]
    for (const record of own) table.add(record)
    const { root, select } = tracer
    return createResults({ records: [...table], unsaved: own, options: this.#options, root, select })
  }

  #start(): Promise<ModuleTracer> {
    this.#tracer ??= import('./module-tracer.ts').then(({ ModuleTracer: Started }) => new Started(this.#options))
    return this.#tracer
  }
}

function checkOptions(options: TraceOptions): ResolvedOptions {
  for (const name of Object.keys(options)) if (!names.includes(name)) throw unknownOption(name)
  const { count = true, countfuncs = false, countcallers = false, trace = false, timing = false } = options
  const { ignoremods = [], ignoredirs = [], outfile, format = [] } = options
  return resolveOptions({
    count,
    listfuncs: countfuncs,
    trackcalls: countcallers,
    trace,
    timing,
    ignoreModule: ignoremods,
    ignoreDir: ignoredirs,
    format,
    ...(outfile === undefined ? {} : { file: outfile }),
  })
}

function unknownOption(name: string): TstraceError {
  const message = `There is no option "${name}" of a Trace. The nearest is "${nearest(name, names)}"; the README lists all of them.`
  return new TstraceError('unknown-option', message)
}

function untraced(name: string): TstraceError {
  const message =
    `Nothing was counted for the function "${name}". Its module was loaded without this Trace, or is ignored. ` +
    'Load it with "await trace.import(\'./module.js\')", and hand over the function that this returns.'
  return new TstraceError('untraced', message)
}
