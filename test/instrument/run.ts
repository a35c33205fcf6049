/** Runs small programs, bare and instrumented, each in a realm of its own, and says who called whom. */
import { type Context, createContext, runInContext } from 'node:vm'
import { expect } from 'vitest'
import { type InstrumentOptions, instrument } from '../../src/instrument/index.ts'
import type { FileSites } from '../../src/model/sites.ts'
import { type FullRecorder, realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'

export interface Calls {
  /** `caller -> callee`, with how often: ` x3`. */
  pairs: string[]
  /** How often each function was called, by name. */
  functions: Record<string, number>
}

/** A global object with little in it but the language, and with `log`. */
export class Realm {
  readonly log: string[] = []
  readonly #context: Context = createContext({
    setTimeout,
    setImmediate,
    queueMicrotask,
    log: (...words: unknown[]) => void this.log.push(words.map(String).join(' ')),
  })

  get global(): object {
    return this.evaluate('globalThis') as object
  }

  evaluate(code: string): unknown {
    return runInContext(code, this.#context, { filename: 'shop.js' })
  }

  /** A script is through when its value, if a promise, has settled, and whatever it left behind has run. */
  async run(code: string): Promise<void> {
    try {
      await this.evaluate(code)
    } catch (error) {
      this.log.push(`threw ${String(error)}`)
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export async function runBare(program: string): Promise<string[]> {
  const realm = new Realm()
  await realm.run(program)
  return realm.log
}

/** `adopt`: the program runs on the recorder that it makes for itself, and ours takes over afterwards. */
export async function runTraced(
  program: string,
  { adopt = false, ...options }: Partial<InstrumentOptions> & { adopt?: boolean } = {},
): Promise<Calls & { log: string[] }> {
  const { code, sites, warnings } = instrument(program, { path: 'shop.js', sourceType: 'script', ...options })
  expect(warnings).toEqual([])
  const realm = new Realm()
  if (!adopt) realmRecorder(realm.global)
  await realm.run(code)
  const recorder = realmRecorder(realm.global)
  expect(recorder.c, 'who runs at the end: whoever ran at the start').toBe(1)
  return { ...readCalls(recorder, { 'shop.js': sites as FileSites }), log: realm.log }
}

/** Functions by their names, namesakes added up; contexts by theirs. */
export function readCalls(recorder: FullRecorder, sites: Record<string, FileSites>): Calls {
  const pairs: Record<string, number> = {}
  const functions: Record<string, number> = {}
  const add = (to: Record<string, number>, name: string, count: number): void => {
    if (count > 0) to[name] = (to[name] ?? 0) + count
  }
  const nameOf = (path: string, counter: number): string =>
    sites[path]?.functions.find((one) => one.counter === counter)?.name ?? `${path}:${counter}`
  for (const file of takeCounts(recorder)) {
    for (const { caller, callee, count } of file.pairs) {
      const from = 'context' in caller ? caller.context : nameOf(caller.path, caller.function)
      add(pairs, `${from} -> ${nameOf(file.path, callee)}`, count)
    }
    for (const { name, counter } of sites[file.path]?.functions ?? []) add(functions, name, file.counts[counter] as number)
  }
  const lines = Object.entries(pairs).map(([pair, count]) => (count === 1 ? pair : `${pair} x${count}`))
  return { pairs: lines.sort(), functions }
}

/**
 * Says that these are a program's calls, one a line; that its top level is called once, from outside, goes without
 * saying. Says by the way that it does what it does with no probes in it, and that all ways of recording agree.
 */
export async function expectCallers(program: string, expected: string): Promise<void> {
  const lines = expected.split('\n').map((line) => line.trim())
  const pairs = ['<external> -> <module>', ...lines.filter((line) => line !== '')].sort()
  const traced = await runTraced(program)
  expect(traced.pairs).toEqual(pairs)
  const adopted = await runTraced(program, { adopt: true })
  expect(adopted.pairs, 'by the recorder that the file brings').toEqual(pairs)
  const counted = await runTraced(program, { callers: false })
  expect(counted.functions, 'without callers').toEqual(traced.functions)
  const bare = await runBare(program)
  for (const run of [traced, adopted, counted]) expect(run.log, 'what the program does').toEqual(bare)
}
