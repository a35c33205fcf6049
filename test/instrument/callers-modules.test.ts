import { describe, expect, test } from 'vitest'
import { expectCallersOfFiles, runTracedFiles } from './run-modules.ts'

describe('a module', () => {
  test('is called from outside, its functions by those of other modules', async () => {
    await expectCallersOfFiles(
      {
        'shop.mjs': `import { price } from './price.mjs'\nimport * as tax from './tax.mjs'\nexport const total = price(2) + tax.rate()\nconsole.log(total)`,
        'price.mjs': `import { rate } from './tax.mjs'\nexport function price(n) { return n * rate() }\nprice(1)`,
        'tax.mjs': `export const rate = () => base()\nfunction base() { return 0.2 }\nexport default rate()`,
      },
      `<external> -> shop.mjs
      <external> -> price.mjs
      <external> -> tax.mjs
      tax.mjs -> rate
      price.mjs -> price
      price -> rate x2
      shop.mjs -> price
      shop.mjs -> rate
      rate -> base x4`,
    )
  })

  test('that awaits at its top is itself again afterwards, and lets others run meanwhile', async () => {
    await expectCallersOfFiles(
      {
        'shop.mjs': `import { stock } from './stock.mjs'
          import { rates } from './rates.mjs'
          function show(what) { console.log(what) }
          function fail() { throw new Error('no') }
          async function later(n) { await null; return mark(n) }
          function mark(n) { return n }
          show(await later(1))
          for await (const n of [later(2), 3]) show(n)
          try { await Promise.reject(fail) } catch { show('caught') } finally { await null; show('finally') }
          export const all = [await later(4), mark(await later(5)), stock, rates]
          show(all.join())
          await null
          try { fail() } catch { show('end') }`,
        'stock.mjs': `import { wait } from './wait.mjs'\nfunction load() { return 'stock' }\nawait wait()\nexport const stock = load()`,
        'rates.mjs': `import { wait } from './wait.mjs'\nfunction fetchRates() { return 'rates' }\nawait wait()\nawait wait()\nexport const rates = fetchRates()`,
        'wait.mjs': `export async function wait() { await null; tick() }\nfunction tick() {}`,
      },
      `<external> -> shop.mjs
      <external> -> stock.mjs
      <external> -> rates.mjs
      <external> -> wait.mjs
      stock.mjs -> wait
      stock.mjs -> load
      rates.mjs -> wait x2
      rates.mjs -> fetchRates
      wait -> tick x3
      shop.mjs -> later x4
      later -> mark x4
      shop.mjs -> mark
      shop.mjs -> show x7
      shop.mjs -> fail
      `,
    )
  })

  test('imported by a function is called from outside all the same', async () => {
    await expectCallersOfFiles(
      {
        'shop.mjs': `async function open(name) { note(name); const { start } = await import(name); note(start()) }
          function note(what) { console.log(what) }
          await open('./late.mjs')
          await open('./late.mjs')`,
        'late.mjs': `export function start() { return begin() }\nfunction begin() { return 'begun' }\nstart()`,
      },
      `<external> -> shop.mjs
      <external> -> late.mjs
      shop.mjs -> open x2
      open -> note x4
      open -> start x2
      late.mjs -> start
      start -> begin x3`,
    )
  })

  test('in a circle: a hoisted function is called before its module has run', async () => {
    await expectCallersOfFiles(
      {
        'shop.mjs': `import { early } from './stock.mjs'\nexport function name() { return word() }\nfunction word() { return 'shop' }\nconsole.log(early, name())`,
        'stock.mjs': `import { name } from './shop.mjs'\nexport const early = name()`,
      },
      `<external> -> shop.mjs
      <external> -> stock.mjs
      stock.mjs -> name
      shop.mjs -> name
      name -> word x2`,
    )
  })

  test('that throws is caught where it is imported, and whoever imports runs on', async () => {
    const { pairs } = await runTracedFiles({
      'shop.mjs': `function note(what) { console.log(what) }\nasync function open() { try { await import('./broken.mjs') } catch (error) { note(error.message) } }\nawait open()\nnote('end')`,
      'broken.mjs': `function fail() { throw new Error('broken') }\nfail()`,
    })
    expect(pairs).toEqual([
      '<external> -> broken.mjs',
      '<external> -> shop.mjs',
      'broken.mjs -> fail',
      'open -> note',
      'shop.mjs -> note',
      'shop.mjs -> open',
    ])
  })
})

describe('a CommonJS file', () => {
  test('is called by the function that requires it, also when it throws', async () => {
    await expectCallersOfFiles(
      {
        'shop.cjs': `const { price } = require('./price.cjs')
          function open() { return require('./late.cjs').start() }
          function optional() { try { return require('./broken.cjs') } catch { return note() } }
          function note() { return 'none' }
          console.log(price(), open(), open(), optional())`,
        'price.cjs': `exports.price = function price() { return base() }\nfunction base() { return 2 }`,
        'late.cjs': `exports.start = () => begin()\nfunction begin() { return 'begun' }\nexports.start()`,
        'broken.cjs': `function fail() { throw new Error('broken') }\nfail()`,
      },
      `<external> -> shop.cjs
      shop.cjs -> price.cjs
      shop.cjs -> price
      price -> base
      shop.cjs -> open x2
      open -> late.cjs
      open -> exports.start x2
      late.cjs -> exports.start
      exports.start -> begin x3
      shop.cjs -> optional
      optional -> broken.cjs
      broken.cjs -> fail
      optional -> note`,
    )
  })
})
