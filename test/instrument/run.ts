/** Runs small programs, bare and instrumented, each in a realm of its own, and says who called whom. */
import { createContext, runInContext } from 'node:vm'
import { expect } from 'vitest'
import { type InstrumentOptions, instrument } from '../../src/instrument/index.ts'
import type { FileSites } from '../../src/model/sites.ts'
import { type FullRecorder, realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'

export interface Run {
  /** `caller -> callee`, with how often: ` x3`. */
  pairs: string[]
  /** How often each function was called, by name. */
  functions: Record<string, number>
  /** What the program passed to `log`, and what it threw. */
  log: string[]
}

type Global = Record<string | symbol, unknown>

/** The whole of what a script does: its completion value is awaited. */
export async function runBare(program: string): Promise<string[]> {
  const { global, log } = realm()
  await finish(() => evaluate(program, global), log)
  return log
}

export async function runTraced(program: string, options: Partial<InstrumentOptions> & { adopt?: boolean } = {}): Promise<Run> {
  const { adopt, ...rest } = options
  const { code, sites, warnings } = instrument(program, { path: 'shop.js', sourceType: 'script', ...rest })
  expect(warnings).toEqual([])
  const { global, log } = realm()
  // Else the program runs on the recorder that it makes for itself.
  if (!adopt) realmRecorder(global)
  await finish(() => evaluate(code, global), log)
  const recorder = realmRecorder(global)
  expect(recorder.c, 'whoever ran before runs again').toBe(1)
  return { ...readPairs(recorder, { 'shop.js': sites as FileSites }), log }
}

/** By function name; the file's own sites say which counter is which function. */
export function readPairs(recorder: FullRecorder, sites: Record<string, FileSites>): Pick<Run, 'pairs' | 'functions'> {
  const pairs: string[] = []
  const functions: Record<string, number> = {}
  const nameOf = (path: string, counter: number): string =>
    sites[path]?.functions.find((one) => one.counter === counter)?.name ?? `${path}:${counter}`
  for (const file of takeCounts(recorder)) {
    for (const { caller, callee, count } of file.pairs) {
      const from = 'context' in caller ? caller.context : nameOf(caller.path, caller.function)
      pairs.push(`${from} -> ${nameOf(file.path, callee)}${count === 1 ? '' : ` x${count}`}`)
    }
    for (const one of sites[file.path]?.functions ?? []) {
      const count = file.counts[one.counter] as number
      if (count > 0) functions[one.name] = (functions[one.name] ?? 0) + count
    }
  }
  return { pairs: pairs.sort(), functions }
}

/**
 * Says that a program's calls are these, one a line; `main` stands for the file's own code, which is called once from
 * outside. Whatever records them, and that the program does the same with no probes in it, is said by the way.
 */
export async function expectCallers(program: string, expected: string): Promise<void> {
  const pairs = expected
    .split('\n')
    .map((line) => line.trim().replace(/^main ->/, '<module> ->'))
    .filter((line) => line !== '')
  pairs.push('<external> -> <module>')
  const traced = await runTraced(program)
  expect(traced.pairs).toEqual(pairs.sort())
  const adopted = await runTraced(program, { adopt: true })
  expect(adopted.pairs, 'by the recorder that the file brings').toEqual(pairs)
  const counted = await runTraced(program, { callers: false })
  expect(counted.functions, 'without callers').toEqual(traced.functions)
  const bare = await runBare(program)
  for (const run of [traced, adopted, counted]) expect(run.log, 'what the program does').toEqual(bare)
}

/** A realm with little in it but the language, and with `log`. */
function realm(): { global: Global; log: string[] } {
  const log: string[] = []
  const globals = { setTimeout, setImmediate, queueMicrotask, log: (...words: unknown[]) => log.push(words.map(String).join(' ')) }
  return { global: runInContext('globalThis', createContext(globals)) as Global, log }
}

const contexts = new WeakMap<Global, object>()

function evaluate(code: string, global: Global): unknown {
  return runInContext(code, contexts.get(global) ?? global, { filename: 'shop.js' })
}

async function finish(run: () => unknown, log: string[]): Promise<void> {
  try {
    await run()
  } catch (error) {
    log.push(`threw ${String(error)}`)
  }
  await new Promise((resolve) => setImmediate(resolve))
}
