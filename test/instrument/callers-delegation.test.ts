import { describe, test } from 'vitest'
import { expectCallers } from './run.ts'

describe('yield*', () => {
  test('over a generator calls it, and goes on behind it', async () => {
    await expectCallers(
      `function* outer() { before(); const got = yield* inner(); after(got); yield* inner(); after() }
      function* inner() { yield make(1); yield make(2); return make(3) }
      function make(n) { return part(n) } function part(n) { return n } function before() {} function after(got) { log('got', got) }
      function show() { for (const item of outer()) print(item) }
      function print(item) { log(item) }
      show()`,
      `<module> -> show
      show -> outer
      outer -> before
      outer -> inner x2
      inner -> make x6
      make -> part x6
      outer -> after x2
      show -> print x4`,
    )
  })

  test('recursively', async () => {
    await expectCallers(
      `const tree = { name: 'b', left: { name: 'a' }, right: { name: 'd', left: { name: 'c' } } }
      function* walk(node) { if (node.left) yield* walk(node.left); yield visit(node); if (node.right) yield* walk(node.right) }
      function visit(node) { return name(node) } function name(node) { return node.name }
      function main() { return [...walk(tree)].join('') }
      log(main())`,
      `<module> -> main
      main -> walk
      walk -> walk x3
      walk -> visit x4
      visit -> name x4`,
    )
  })

  test('over what has no probes: arrays, strings, sets', async () => {
    await expectCallers(
      `function* all() { yield* [1, 2]; step(); yield* 'ab'; step(); yield* new Set([3]); step(); yield* []; step(); return yield* arguments }
      function step() { note() } function note() {}
      function main() { for (const one of all(7, 8)) { log(one); step() } }
      main()`,
      `<module> -> main
      main -> all
      all -> step x4
      main -> step x7
      step -> note x11`,
    )
  })

  test('over an iterator of the program makes its calls', async () => {
    await expectCallers(
      `function source(n) {
        return {
          [Symbol.iterator]() { open(); return this },
          next(got) { log('next', got); return step(--n) },
          return(got) { log('return', got); return { value: close(), done: true } },
          throw(error) { log('throw', error); return step(--n) },
        }
      }
      function open() {} function step(n) { return { value: n, done: n === 0 } } function close() { return 'closed' } function after() {}
      function* relay(n) { try { after(yield* source(n)) } finally { after() } }
      function main() { const it = relay(5); it.next('a'); it.next('b'); it.throw('c'); log(it.return('d').value); log([...relay(2)]) }
      main()`,
      `<module> -> main
      main -> relay x2
      relay -> source x2
      relay -> source.[Symbol.iterator] x2
      source.[Symbol.iterator] -> open x2
      relay -> source.next x4
      source.next -> step x4
      relay -> source.throw
      source.throw -> step
      relay -> source.return
      source.return -> close
      relay -> after x3`,
    )
  })

  test('ends and throws with what it iterates over', async () => {
    await expectCallers(
      `function* failing() { yield make(); fail() }
      function* cleaning() { try { yield make() } finally { clean() } }
      function fail() { throw new Error('no') } function make() { return 1 } function clean() {} function note() {}
      function* catching() { try { yield* failing() } catch { note() } yield note() }
      function* leaving() { try { yield* cleaning() } finally { note() } }
      function* left() { yield* cleaning(); note() }
      function main() {
        for (const one of catching()) note()
        for (const one of leaving()) { note(); break }
        try { const it = left(); it.next(); it.throw(new Error('thrown')) } catch { note() }
      }
      main()`,
      `<module> -> main
      main -> catching
      catching -> failing
      failing -> make
      failing -> fail
      catching -> note x2
      main -> note x4
      main -> leaving
      leaving -> cleaning
      cleaning -> make x2
      cleaning -> clean x2
      leaving -> note
      main -> left
      left -> cleaning`,
    )
  })

  test('over something that has no throw() closes it, and over nothing throws', async () => {
    await expectCallers(
      `const source = { [Symbol.iterator]() { return { next() { return step() }, return() { close(); return {} } } } }
      function step() { return { value: 1, done: false } } function close() {} function note(error) { log(error instanceof TypeError) }
      function* relay(over) { try { yield* over } catch (error) { note(error); throw error } finally { close() } }
      function main() {
        const it = relay(source)
        it.next()
        try { it.throw(new Error('thrown')) } catch (error) { note(error) }
        for (const over of [null, 5, {}, { [Symbol.iterator]: () => 5 }]) try { relay(over).next() } catch (error) { note(error) }
      }
      main()`,
      `<module> -> main
      main -> relay x5
      relay -> source.[Symbol.iterator]
      relay -> source.[Symbol.iterator].next
      source.[Symbol.iterator].next -> step
      relay -> source.[Symbol.iterator].return
      source.[Symbol.iterator].return -> close
      relay -> main.[Symbol.iterator]
      relay -> note x5
      relay -> close x5
      main -> note x5`,
    )
  })
})
