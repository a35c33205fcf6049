/** Hosts that watch or harden what programs stand on. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { expectSameOutput } from './run-modules.ts'

const ses = pathToFileURL(createRequire(import.meta.url).resolve('ses')).href

describe('a program does what it does without probes', () => {
  test('watched by async_hooks: no promise more, none in another order', async () => {
    const output = await expectSameOutput({
      'main.mjs': `import { createHook, executionAsyncId, triggerAsyncId } from 'node:async_hooks'
        import { writeSync } from 'node:fs'
        const seen = []
        createHook({
          init: (id, type, trigger) => type === 'PROMISE' && seen.push('init ' + (id - first) + ' by ' + (trigger - first)),
          before: (id) => seen.push('before ' + (id - first)),
          after: (id) => seen.push('after ' + (id - first)),
          promiseResolve: (id) => seen.push('resolve ' + (id - first)),
        }).enable()
        let first = 0
        import('./shop.mjs').then(async ({ run }) => { first = executionAsyncId(); seen.length = 0; await run(); writeSync(1, seen.join('\\n') + '\\n') })`,
      'shop.mjs': `export async function run() { await price(1); await Promise.all([price(2), later(), each()]); return all() }
        async function price(n = add(1)) { await null; return add(n) }
        const add = (n) => n + 1
        async function later() { try { await Promise.reject(new Error('no')) } catch { await add(1) } finally { await 2 } }
        async function* items() { yield 1; yield* [Promise.resolve(2), 3]; return add(4) }
        async function each() { for await (const item of items()) if (item === 3) break; for await (const item of [1, price(1)]) add(item) }
        async function all() { const { length } = await Promise.resolve('abc'); return length || (await price(length)) }`,
    })
    expect(output.length).toBeGreaterThan(100)
  })

  test('that keeps what belongs to a request in an AsyncLocalStorage', async () => {
    const output = await expectSameOutput({
      'main.mjs': `import { AsyncLocalStorage } from 'node:async_hooks'
        import { setTimeout as sleep } from 'node:timers/promises'
        const request = new AsyncLocalStorage()
        const log = (what) => { lines.push(request.getStore() + ' ' + what) }
        const lines = []
        async function handle(n) { log('begins'); await sleep(n % 3); await step(n); for await (const one of steps(n)) log(one); finish() }
        async function step(n = log('default') || 1) { await null; log('steps'); return request.run(n + ' within', async () => { await sleep(1); log('inner') }) }
        async function* steps(n) { try { yield log('yields'); await sleep(1); yield* [log('more')] } finally { log('closes') } }
        function finish() { setImmediate(() => log('later')); queueMicrotask(() => log('soon')); Promise.resolve().then(() => log('then')) }
        await Promise.all([1, 2, 3].map((n) => request.run(n, () => handle(n))))
        request.enterWith('entered'); await step(9); await sleep(5); log('at the end')
        console.log(lines.sort().join('\\n'))`,
    })
    expect(output).toContain('2 within inner')
    expect(output).toContain('entered at the end')
  })

  const shop = `
    class Till { #sum = zero(); static count = zero() || 1; add(n = one()) { this.#sum += n; return this } get sum() { return this.#sum } }
    function zero() { return 0 }
    function one() { return 1 }
    function* items() { yield* ['tea', 'milk']; return yield* [] }
    async function total() { let n = 0; for await (const item of items()) n += item.length; return n }
    const text = String(one), sort = [3, 1, 2].sort((a, b) => a - b).join()`

  test('among intrinsics that SES has locked down, before and after', async () => {
    const use = `console.log(new Till().add().add(2).sum, text, sort, Till.count, Function.prototype.toString.call(Till).slice(0, 27)); console.log(await total())`
    const output = await expectSameOutput({
      'main.mjs': `import '${ses}'\nimport './early.mjs'\nlockdown({ errorTaming: 'unsafe' })\nharden(globalThis.early); console.log(await globalThis.early())\nawait import('./late.mjs')`,
      'early.mjs': `${shop}\nglobalThis.early = async () => [new Till().add().sum, await total(), text, sort].join()`,
      'late.mjs': `${shop}\n${use}`,
    })
    expect(output).toEqual([
      '1,7,function one() { return 1 },1,2,3',
      '3 function one() { return 1 } 1,2,3 1 class Till { #sum = zero();',
      '7',
    ])
  })

  test('in compartments of SES, where the global object is another', async () => {
    const files = {
      'main.mjs': `import '${ses}'\nimport { readFileSync } from 'node:fs'
        lockdown()
        const text = readFileSync(new URL('guest.cjs', import.meta.url), 'utf8')
        for (const globals of [{}, { log: console.log }]) {
          const compartment = new Compartment({ __options__: true, globals: harden({ print: (...words) => console.log(...words), ...globals }) })
          await compartment.evaluate(\`(() => { \${text}\\n })()\`)
        }`,
      'guest.cjs': `${shop}\nprint(new Till().add().add(2).sum, text, sort); return total().then(print)`,
    }
    expect(await expectSameOutput(files)).toEqual([
      '3 function one() { return 1 } 1,2,3',
      '7',
      '3 function one() { return 1 } 1,2,3',
      '7',
    ])
  })
})
