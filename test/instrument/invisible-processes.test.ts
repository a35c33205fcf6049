import { describe, expect, test } from 'vitest'
import { expectSameOutput, type Files, runFiles, traceFiles } from './run-modules.ts'

const shop = `export class Till { #sum = zero(); add(n = one()) { this.#sum += n; return this } get sum() { return this.#sum } }
function zero() { return 0 }
function one() { return 1 }
export function* items() { yield* ['tea', 'milk']; return yield* [] }
export const total = async () => { let n = 0; for await (const item of items()) n += item.length; return n }
`

/** The frames of a stack that are in our files. */
function withoutColumns(lines: string[]): string[] {
  const frames = lines.filter((line) => /^ +at .*\.mjs/.test(line))
  return frames.map((line) => line.replace(/file:\S*\/(\w+\.mjs:\d+):\d+/, '$1'))
}

describe('files do what they do without probes', () => {
  test('when the global object is frozen, before and after', async () => {
    const output = await expectSameOutput({
      'main.mjs': `import './freeze.mjs'\nimport { Till, total } from './shop.mjs'\nconsole.log(new Till().add().add(2).sum, await total())\nconst { more } = await import('./more.mjs')\nconsole.log(more())`,
      'freeze.mjs': `Object.freeze(globalThis)`,
      'shop.mjs': shop,
      'more.mjs': `export function more() { return [...list()].length }\nfunction* list() { yield* 'abc' }`,
    })
    expect(output).toEqual(['3 7', '3'])
  })

  test('when all that is built in is frozen', async () => {
    const output = await expectSameOutput(
      {
        'main.mjs': `import { Till, total, items } from './shop.mjs'\nconsole.log(new Till().add().sum, await total(), [...items()].join())`,
        'shop.mjs': shop,
      },
      ['--frozen-intrinsics'],
    )
    expect(output).toEqual(['1 7 tea,milk'])
  })

  test('where no code may be made of strings', async () => {
    const output = await expectSameOutput(
      {
        'main.mjs': `import { Till, total } from './shop.mjs'\ntry { eval('1') } catch (error) { console.log(error.name) }\nconsole.log(new Till().add().sum, await total())`,
        'shop.mjs': shop,
      },
      ['--disallow-code-generation-from-strings'],
    )
    expect(output).toEqual(['EvalError', '1 7'])
  })

  test('in modules that import each other', async () => {
    const output = await expectSameOutput({
      'main.mjs': `import { early, tooEarly } from './a.mjs'\nconsole.log(early, tooEarly)\nconst { reload } = await import('./c.mjs')\nconsole.log(await reload())`,
      'a.mjs': `import { early, tooEarly } from './b.mjs'\nexport { early, tooEarly }\nexport function hoisted(n = later()) { return n }\nfunction later() { return helper() }\nfunction helper() { return 'hoisted' }\nexport const notYet = () => 'never'\nexport class Late {}\nexport default function () { return 'default' }`,
      'b.mjs': `import a, { hoisted, notYet, Late } from './a.mjs'\nexport const early = hoisted() + a() + a.name\nlet tooEarly = []\nfor (const f of [() => notYet(), () => new Late()]) try { f() } catch (error) { tooEarly.push(error.message) }\nexport { tooEarly }`,
      'c.mjs': `import * as self from './c.mjs'\nexport const reload = async () => { const again = await import('./c.mjs'); return [again === self, Object.keys(self).join(), self[Symbol.toStringTag]].join() }`,
    })
    expect(output[0]).toContain('hoisteddefaultdefault')
  })

  test('of which there are two copies', async () => {
    const output = await expectSameOutput({
      'main.mjs': `const [a, b] = await Promise.all([import('./shop.mjs?1'), import('./shop.mjs?2')])
        const [c, d] = [a, b].map(({ Till }) => new Till())
        c.add(); d.add(5); d.add()
        console.log(c.sum, d.sum, a.Till === b.Till, ...(await Promise.all([a.total(), b.total()])))`,
      'shop.mjs': shop,
    })
    expect(output).toEqual(['1 6 false 7 7'])
  })

  test('in workers, and in realms that vm makes', async () => {
    const output = await expectSameOutput({
      'main.cjs': `const { Worker, isMainThread, parentPort } = require('node:worker_threads')
        const vm = require('node:vm')
        const add = (a, b = one()) => a + b
        function one() { return 1 }
        function* list() { yield* [add(1), add(2, 3)] }
        if (isMainThread) {
          console.log([...list()].join(), vm.runInNewContext('typeof add'))
          new Worker(__filename).on('message', (message) => console.log('worker', message))
        } else parentPort.postMessage([...list()])`,
    })
    expect(output[0]).toBe('2,5 undefined')
  })

  test('down to the last word of an uncaught error, but for the columns', async () => {
    const files: Files = {
      'main.mjs': `import { Till } from './till.mjs'
        const attempts = [
          () => Till.open().sell(3),
          () => [1].map(function each() { return new Till(-1) }),
          async () => { await null; return Till.later() },
          () => [...Till.all()],
        ]
        for (const attempt of attempts) try { await attempt() } catch (error) { console.log(error.stack) }`,
      'till.mjs': `export class Till {
          #sum
          constructor(sum) {
            if (sum < 0) throw new RangeError(
              'negative')
            this.#sum = sum
          }
          static open() { return new Till(0) }
          sell(n) {
            const check = () => {
              if (n > this.#sum) throw new Error('sold out')
            }
            return check()
          }
          static async later() {
            try {
              await Promise.reject(new Error('never'))
            } finally {
              Till.open().sell(1)
            }
          }
          static *all() {
            for (const n of [0, 1])
              yield Till.open().sell(n)
          }
        }`,
    }
    const [bare, traced] = await Promise.all([files, traceFiles(files).traced].map((all) => runFiles(all)))
    expect(withoutColumns(traced as string[])).toEqual(withoutColumns(bare as string[]))
    expect(withoutColumns(bare as string[]).length).toBeGreaterThan(10)
  })
})
