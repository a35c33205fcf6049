import { describe, test } from 'vitest'
import { helpers } from './iterables.ts'
import { expectCallers } from './run.ts'

describe('for await', () => {
  test('over an array of promises and values', async () => {
    await expectCallers(
      `${helpers}
      async function later(n) { await null; return n }
      async function main() { for await (const n of [later(1), 2, later(3)]) { note(n); await null; note(n) } note('end') }
      main()`,
      `<module> -> main
      main -> later x2
      main -> note x7
      note -> write x7`,
    )
  })

  test('over a generator and over an iterator of the program', async () => {
    await expectCallers(
      `${helpers}
      async function sync() { for await (const n of plain()) note(n); note('end') }
      async function async() { for await (const n of source(2)) note(n); note('end') }
      Promise.all([sync(), async()])`,
      `<module> -> sync
      <module> -> async
      sync -> plain
      plain -> step x2
      sync -> note x3
      async -> source
      async -> source.[Symbol.asyncIterator]
      source.[Symbol.asyncIterator] -> step
      async -> source.next x3
      source.next -> step x6
      async -> note x3
      note -> write x6`,
    )
  })

  test('left by break, return, throw and continue to a label closes the iterator', async () => {
    await expectCallers(
      `${helpers}
      async function breaking() { for await (const n of source(3)) { note(n); break } note('broken') }
      async function returning() { for await (const n of source(3)) return note(n) }
      async function throwing() { try { for await (const n of source(3)) throw n } catch (n) { note(n) } note('thrown') }
      async function continuing() { outer: for (const m of [1, 2]) { for await (const n of source(3)) { note(m); continue outer } } note('continued') }
      async function labelled() { outer: for await (const m of [1, 2]) { inner: for await (const n of source(3)) { note(m); if (m === 1) continue outer; break outer } } note('left') }
      async function itself() { again: for await (const m of [1, 2]) { if (m === 1) continue again; note(m) } note('again') }
      async function main() { for (const run of [breaking, returning, throwing, continuing, labelled, itself]) await run() }
      main()`,
      `<module> -> main
      main -> breaking
      main -> returning
      main -> throwing
      main -> continuing
      main -> labelled
      main -> itself
      breaking -> source
      breaking -> source.[Symbol.asyncIterator]
      breaking -> source.next
      breaking -> source.return
      breaking -> note x2
      returning -> source
      returning -> source.[Symbol.asyncIterator]
      returning -> source.next
      returning -> source.return
      returning -> note
      throwing -> source
      throwing -> source.[Symbol.asyncIterator]
      throwing -> source.next
      throwing -> source.return
      throwing -> note x2
      continuing -> source x2
      continuing -> source.[Symbol.asyncIterator] x2
      continuing -> source.next x2
      continuing -> source.return x2
      continuing -> note x3
      labelled -> source x2
      labelled -> source.[Symbol.asyncIterator] x2
      labelled -> source.next x2
      labelled -> source.return x2
      labelled -> note x3
      itself -> note x2
      source.[Symbol.asyncIterator] -> step x7
      source.next -> step x14
      source.return -> step x7
      note -> write x13`,
    )
  })

  test('left, over an iterator that has no return(): closing it in async code is a suspension all the same', async () => {
    await expectCallers(
      `${helpers}
      const shelf = { [Symbol.iterator]: () => ({ next() { return { value: step(), done: false } } }) }
      async function breaking(over) { for await (const n of over) { note('in'); break } note('broken') }
      async function failing() { try { for await (const [n = fail()] of [[]]) note(n) } catch { note('caught') } }
      async function* relay(over) { yield* over }
      async function ended(end) { const it = relay(shelf); await it.next(); await it[end]().catch(() => {}); note(end) }
      function fail() { throw step() }
      let jobs = 0
      function job() { step(); if (++jobs < 40) Promise.resolve().then(job) }
      async function main() { job(); await breaking([1, 2]); await breaking(shelf); await failing(); await ended('return'); await ended('throw') }
      main()`,
      `<module> -> main
      main -> job
      <external> -> job x39
      job -> step x40
      main -> breaking x2
      main -> failing
      main -> ended x2
      breaking -> shelf.[Symbol.iterator]
      breaking -> shelf.[Symbol.iterator].next
      breaking -> note x4
      failing -> fail
      fail -> step
      failing -> note
      ended -> relay x2
      relay -> shelf.[Symbol.iterator] x2
      relay -> shelf.[Symbol.iterator].next x2
      shelf.[Symbol.iterator].next -> step x3
      <external> -> ended.catch() callback
      ended -> note x2
      note -> write x7`,
    )
  })

  test('over what rejects or throws', async () => {
    await expectCallers(
      `${helpers}
      const broken = { [Symbol.asyncIterator]: () => ({ next() { step(); throw new Error('broken') } }) }
      async function rejected() { try { for await (const n of [Promise.reject(new Error('no'))]) note(n) } catch (error) { note(error.message) } note('end') }
      async function thrown() { try { for await (const n of broken) note(n) } finally { note('finally') } }
      async function nothing() { try { for await (const n of null) note(n) } catch (error) { note(error.constructor.name) } }
      async function main() { await rejected(); await thrown().catch(() => step()); await nothing(); note('all') }
      main()`,
      `<module> -> main
      main -> rejected
      main -> thrown
      main -> nothing
      rejected -> note x2
      thrown -> broken.[Symbol.asyncIterator]
      thrown -> broken.[Symbol.asyncIterator].next
      broken.[Symbol.asyncIterator].next -> step
      thrown -> note
      <external> -> main.catch() callback
      main.catch() callback -> step
      nothing -> note
      main -> note
      note -> write x5`,
    )
  })

  test('without braces, nested, with await in its head, with targets that are calls', async () => {
    await expectCallers(
      `${helpers}
      const item = {}
      function place() { step(); return item }
      async function get() { await null; return [1, 2] }
      async function main() {
        if (item) for await (place().net of await get()) note(item.net)
        for await (const { a = step(), b: [c = step()] = [] } of [{}, { a: 1, b: [2] }]) for await (const d of [a]) note(d), note(c)
        for await (const f of [() => step()]) f()
        for (const x of [1]) for await (const y of [2]) if (y) note(x + y); else step()
        note('end')
      }
      main()`,
      `<module> -> main
      main -> get
      main -> place x2
      place -> step x2
      main -> step x2
      main -> note x8
      main -> main.[0]
      main.[0] -> step
      note -> write x8`,
    )
  })
})
