import { describe, test } from 'vitest'
import { expectCallers } from './run.ts'

describe('an async function', () => {
  test('is itself again after each await, and what runs meanwhile is not its doing', async () => {
    await expectCallers(
      `async function order() { await reserve(); pack(); await charge(); return ship() }
      async function reserve() { look(); await null; take() }
      async function charge() { await null; await null; book() }
      function look() {} function pack() {} function take() {} function book() {}
      function ship() { return label() }
      function label() { return 'to you' }
      function shop() { const ordered = order(); look(); return ordered }
      shop().then(log)`,
      `<module> -> shop
      shop -> order
      shop -> look
      order -> reserve
      reserve -> look
      reserve -> take
      order -> pack
      order -> charge
      charge -> book
      order -> ship
      ship -> label`,
    )
  })

  test('interleaves with others without mixing', async () => {
    await expectCallers(
      `async function price(id) { ask(id); await delay(); parse(id); await delay(); return store(id) }
      async function stock(id) { await delay(); ask(id); for (let n = 0; n < id; n++) { await delay(); parse(n) } }
      async function refresh() { await Promise.all([price(1), stock(2), price(3), stock(4)]); done() }
      function ask(id) { log('ask', id) } function parse(id) { log('parse', id) } function store(id) { log('store', id) }
      function delay() { return step() }
      function step() { return null }
      function done() {}
      refresh()`,
      `<module> -> refresh
      refresh -> price x2
      refresh -> stock x2
      refresh -> done
      price -> ask x2
      price -> parse x2
      price -> store x2
      price -> delay x4
      stock -> ask x2
      stock -> parse x6
      stock -> delay x8
      delay -> step x12`,
    )
  })

  test('awaits within expressions', async () => {
    await expectCallers(
      `async function get(n) { await null; return give(n) }
      function give(n) { return n }
      function add(a, b) { return give(a + b) }
      const sum = async (...list) => add(await get(list[0]), (await get(list[1])) ?? give(0)) + (await get(1), await get(2))
      const pick = async (yes) => (yes ? await get('yes') : await get('no')) && \`\${await get(3)} \${give(4)}\`
      const last = async () => await get(await get(5))
      async function main() { return { sum: await sum(1, 2), [await get('key')]: await pick(true), last: [await last(), give(6)] } }
      main().then((all) => log(JSON.stringify(all)))`,
      `<module> -> main
      main -> sum
      main -> pick
      main -> last
      main -> get
      main -> give
      sum -> get x4
      pick -> get x2
      pick -> give
      last -> get x2
      get -> give x9
      sum -> add
      add -> give
      <external> -> then() callback`,
    )
  })

  test('takes apart what it awaits', async () => {
    await expectCallers(
      `async function get(what) { await null; return what }
      function none() { return [step()] } function step() { return 's' } function key() { return 'k' } function note(what) { log(what) }
      const shelf = {}
      async function main() {
        note(1)
        const { a, b = none(), [key()]: k = none() } = await get({ a: 1 })
        note(a)
        const [c = none()] = (await get([])), { d = none() } = await get({})
        note(d)
        let e
        ;({ e = none() } = await get({}))
        note(e)
        ;[e = none(), shelf[key()] = none()] = await get([])
        try { const { f } = await get(null); note(f) } catch (error) { note(error.message) }
        const { g } = await get({ g: 1 })
        note(g)
      }
      main()`,
      `<module> -> main
      main -> get x7
      main -> none x7
      none -> step x7
      main -> key x2
      main -> note x6`,
    )
  })

  test('catches a rejection where it awaits, or hands it on', async () => {
    await expectCallers(
      `async function fail(n) { await null; throw reason(n) }
      function reason(n) { return new Error('no ' + n) }
      async function brave() { try { await fail(1); never() } catch (error) { note(error) } finally { clean() } note('brave') }
      async function timid() { try { await fail(2); never() } finally { clean() } }
      async function sync() { try { throw reason(3) } catch (error) { note(error); await null; note('later') } }
      async function outer() { await brave(); await timid().catch((error) => note(error)); try { await timid() } catch { note('outer') } await sync() }
      function never() {} function clean() {} function note(what) { write(what) } function write(what) { log(what) }
      outer()`,
      `<module> -> outer
      outer -> brave
      outer -> timid x2
      outer -> sync
      brave -> fail
      timid -> fail x2
      fail -> reason x3
      sync -> reason
      brave -> note x2
      brave -> clean
      timid -> clean x2
      <external> -> outer.catch() callback
      outer.catch() callback -> note
      outer -> note
      sync -> note x2
      note -> write x6`,
    )
  })

  test('that is resumed by a rejection evaluates the parameter of its catch', async () => {
    await expectCallers(
      `async function fail() { await null; throw { get code() { return text() } } }
      function text() { return 'E' } function none() { return [text()] } function key() { return 'code' }
      async function pay() { try { await fail() } catch ({ message = none(), [key()]: code = none() }) { log(message, code) } text() }
      pay()`,
      `<module> -> pay
      pay -> fail
      pay -> none
      none -> text
      pay -> key
      pay -> fail.get code
      fail.get code -> text
      pay -> text`,
    )
  })

  test('awaits in finally, and there overrides what was thrown or returned', async () => {
    await expectCallers(
      `async function fail() { throw new Error('no') }
      async function close() { await null; clean() }
      function clean() {} function note() {} function value() { return 'v' }
      async function keep() { try { return value() } finally { await close(); note() } }
      async function lose() { try { await fail() } finally { await close(); note() } }
      async function override() { try { await fail() } finally { await close(); return value() } }
      async function loop() { for (let n = 0; n < 3; n++) { try { if (n === 1) break; await fail() } catch { await close(); continue } finally { await close() } } note() }
      async function main() { log(await keep()); await lose().catch(note); log(await override()); await loop() }
      main()`,
      `<module> -> main
      main -> keep
      keep -> value
      keep -> close
      keep -> note
      main -> lose
      lose -> fail
      lose -> close
      lose -> note
      <external> -> note
      main -> override
      override -> fail
      override -> close
      override -> value
      main -> loop
      loop -> fail
      loop -> close x3
      loop -> note
      close -> clean x6`,
    )
  })

  test('calls itself', async () => {
    await expectCallers(
      `async function walk(n) { if (n === 0) { await null; return leaf() } const [a, b] = await Promise.all([walk(n - 1), walk(n - 1)]); return join(a, b) }
      function leaf() { return 1 }
      function join(a, b) { return sum([a, b]) }
      function sum(list) { return list[0] + list[1] }
      walk(3).then(log)`,
      `<module> -> walk
      walk -> walk x14
      walk -> leaf x8
      walk -> join x7
      join -> sum x7`,
    )
  })

  test('awaits what only looks like a promise: its then is called by a job', async () => {
    await expectCallers(
      `const later = { then(resolve, reject) { note(); resolve(make()) } }
      const never = { then(resolve, reject) { reject(make()) } }
      function make() { return part() }
      function part() { return 'made' }
      function note() {}
      async function main() { log(await later); try { await never } catch (made) { log(made); note() } return later }
      main().then(log)`,
      `<module> -> main
      <external> -> later.then x2
      <external> -> never.then
      later.then -> note x2
      later.then -> make x2
      never.then -> make
      make -> part x3
      main -> note`,
    )
  })

  test('as a method, an arrow function, a static method, with default values and this', async () => {
    await expectCallers(
      `class Till {
        #sum = 0
        async add(n = one()) { await null; this.#sum += n; return this.show() }
        static async open() { await null; const till = new Till(); await till.add(); return till }
        show = async () => { await null; return text(this.#sum) }
      }
      function one() { return 1 }
      function text(n) { return String(n) }
      async function main() { const till = await Till.open(); log(await till.add(2)) }
      main()`,
      `<module> -> main
      main -> Till.open
      Till.open -> Till.add
      main -> Till.add
      Till.add -> one
      Till.add -> Till.show x2
      Till.show -> text x2`,
    )
  })
})

describe('a job', () => {
  test('is called by no function: timers, microtasks, reactions of promises', async () => {
    await expectCallers(
      `function tick() { step() } function micro() { step() } function first() { step(); return second() } function second() { return 'second' }
      function step() {}
      function main() {
        setTimeout(tick)
        queueMicrotask(micro)
        const chain = Promise.resolve().then(first).then(log)
        step()
        return new Promise((resolve) => setTimeout(() => { step(); resolve(chain) }, 5))
      }
      main()`,
      `<module> -> main
      main -> step
      <external> -> micro
      <external> -> first
      first -> second
      <external> -> tick
      main -> main.new Promise() callback
      <external> -> main.new Promise() callback.setTimeout() callback
      main.new Promise() callback.setTimeout() callback -> step
      micro -> step
      first -> step
      tick -> step`,
    )
  })
})
