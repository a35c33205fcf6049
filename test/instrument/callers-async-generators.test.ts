import { describe, test } from 'vitest'
import { helpers } from './iterables.ts'
import { expectCallers } from './run.ts'

describe('an async generator', () => {
  test('is itself again after each yield and await', async () => {
    await expectCallers(
      `${helpers}
      async function* items() { step(); await null; step(); const got = yield get(1); note(got); yield get(2); await null; note('end') }
      async function get(n) { await null; return step() ?? n }
      async function main() { for await (const item of items()) { note(item); await null; step() } note('done') }
      main()`,
      `<module> -> main
      main -> items
      items -> step x2
      items -> get x2
      get -> step x2
      items -> note x2
      main -> note x3
      main -> step x2
      note -> write x5`,
    )
  })

  test('answers requests that come before it is ready, each in its turn', async () => {
    await expectCallers(
      `${helpers}
      async function* items() { try { for (let n = 0; ; n++) { await null; step(); yield n } } finally { await null; note('closed') } }
      function ask(it) { return it.next().then((one) => one.value) }
      async function main() {
        const it = items()
        log(await Promise.all([ask(it), ask(it), ask(it), it.return('r').then((one) => one.value), ask(it)]))
        note('main')
      }
      main()`,
      `<module> -> main
      main -> ask x4
      ask -> items
      <external> -> ask.then() callback x4
      <external> -> main.then() callback
      items -> step x3
      items -> note
      main -> note
      note -> write x2`,
    )
  })

  test('ended while suspended, not started, or by throw()', async () => {
    await expectCallers(
      `${helpers}
      async function* items() { try { yield step(); yield step() } catch (error) { note(error.message); yield step() } finally { await null; note('finally'); yield step() } note('behind') }
      async function returned() { const it = items(); await it.next(); log((await it.return('early')).value); log((await it.next()).value); note('returned') }
      async function rejected() { const it = items(); await it.next(); await it.return(Promise.reject(new Error('rejected'))); note('caught') }
      async function fresh() { const it = items(); log((await it.return('never')).value, (await it.next()).done); note('fresh') }
      async function thrown() { const it = items(); await it.next(); await it.throw(new Error('thrown')); await it.next(); note((await it.next()).done) }
      async function main() { await returned(); await rejected(); await fresh(); await thrown() }
      main()`,
      `<module> -> main
      main -> returned
      main -> rejected
      main -> fresh
      main -> thrown
      returned -> items
      rejected -> items
      thrown -> items
      items -> step x7
      items -> note x5
      returned -> note
      rejected -> note
      fresh -> note
      thrown -> note
      note -> write x9`,
    )
  })

  test('that returns a promise awaits it', async () => {
    await expectCallers(
      `${helpers}
      async function later(n) { await null; if (n < 0) throw new Error('no'); return n }
      async function* value() { yield 1; return later(2) }
      async function* failing() { try { return later(-1) } catch (error) { note(error.message) } finally { note('finally') } }
      async function* closing() { try { return await later(3) } finally { await null; note('closing') } }
      async function main() {
        const it = value(); await it.next(); note((await it.next()).value)
        await failing().next(); log((await closing().next()).value)
        note('main')
      }
      main()`,
      `<module> -> main
      main -> value
      main -> failing
      main -> closing
      value -> later
      failing -> later
      closing -> later
      failing -> note x2
      closing -> note
      main -> note x2
      note -> write x5`,
    )
  })

  test('delegates to async and sync iterables', async () => {
    await expectCallers(
      `${helpers}
      async function* inner() { step(); yield 1; await null; step(); yield 2; return 'got' }
      async function* outer() { note(yield* inner()); yield* plain(); note('plain'); yield* [Promise.resolve(5)]; yield* source(1); note('end') }
      async function main() { for await (const one of outer()) { log(one); await null; note('main') } }
      main()`,
      `<module> -> main
      main -> outer
      outer -> inner
      inner -> step x2
      outer -> plain
      plain -> step x2
      outer -> source
      outer -> source.[Symbol.asyncIterator]
      source.[Symbol.asyncIterator] -> step
      outer -> source.next x2
      source.next -> step x4
      outer -> note x3
      main -> note x6
      note -> write x9`,
    )
  })

  test('ended while it delegates ends what it delegates to', async () => {
    await expectCallers(
      `${helpers}
      async function* inner() { try { yield step(); yield step() } finally { await null; note('inner') } }
      async function* outer(over) { try { yield* over } finally { note('outer'); await null; note('later') } note('never') }
      async function main() {
        for await (const one of outer(inner())) { await null; break }
        for await (const one of outer(source(5))) break
        const it = outer(inner()); await it.next(); await it.throw(new Error('thrown')).catch((error) => log(error.message))
        const other = outer(plain()); await other.next(); await other.return(); note('main')
      }
      main()`,
      `<module> -> main
      main -> outer x4
      main -> source
      outer -> inner x2
      outer -> plain
      outer -> source.[Symbol.asyncIterator]
      source.[Symbol.asyncIterator] -> step
      outer -> source.next
      source.next -> step x2
      outer -> source.return
      source.return -> step
      inner -> step x2
      inner -> note x2
      plain -> step
      outer -> note x8
      <external> -> main.catch() callback
      main -> note
      note -> write x11`,
    )
  })
})
