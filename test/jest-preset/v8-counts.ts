/** What V8 counts in a script, and what is made of that where there are probes in it. */
import { Worker } from 'node:worker_threads'
import { type V8Function, createV8ProbeRemover } from '../../jest-preset/main/v8-coverage/index.ts'
import { instrument } from '../../src/instrument/index.ts'

let worker: Worker | null = null

/** By V8. */
export function countsOf(text: string): Promise<V8Function[]> {
  const url = new URL('../conformance/v8-calls.worker.mjs', import.meta.url)
  worker ??= new Worker(url, { workerData: { detailed: true } })
  worker.unref()
  worker.postMessage(text)
  return new Promise((resolve) => worker?.once('message', resolve))
}

export async function countsWithoutProbes(text: string, callers: boolean): Promise<V8Function[]> {
  const { code } = instrument(text, { path: 'shop.js', sourceType: 'script', coverage: 'plain', callers })
  return createV8ProbeRemover(code, text)(await countsOf(code))
}

/** Each function and its blocks, `count: text`. V8's names for functions that have none are another matter. */
export function describeCounts(text: string, functions: V8Function[]): string[] {
  const described = functions.map(({ ranges, isBlockCoverage }) => {
    const lines = ranges.map(({ startOffset, endOffset, count }) => {
      return `${startOffset}-${endOffset} ${count}: ${text.slice(startOffset, endOffset).slice(0, 80)}`
    })
    return `${isBlockCoverage ? 'blocks' : 'function'} ${lines.join('\n  ')}`
  })
  // Two of one range come in any order.
  return described.sort()
}
