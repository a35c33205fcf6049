import { describe, test } from 'vitest'
import { expectCallers } from './run.ts'

describe('a generator', () => {
  test('is called when its first value is asked for, by who asks', async () => {
    await expectCallers(
      `function* items() { yield first(); yield second() }
      function first() { return part() } function second() { return part() } function part() { return 'p' }
      function show() { for (const item of items()) print(item) }
      function print(item) { log(item) }
      function make() { return items() }
      function never() { items() }
      function take(it) { return it.next().value }
      show(); never()
      const it = make()
      function other() { print(take(it)); return it.next() }
      print(it.next().value); other(); take(it)`,
      `<module> -> show
      show -> items
      show -> print x2
      <module> -> never
      <module> -> make
      <module> -> items
      items -> first x2
      items -> second x2
      <module> -> print
      <module> -> other
      other -> take
      other -> print
      <module> -> take
      first -> part x2
      second -> part x2`,
    )
  })

  test('gets values and hands them on, and is itself again whoever resumes it', async () => {
    await expectCallers(
      `function* average() { let [sum, n] = [0, 0]; for (;;) { const got = yield mean(sum, n); if (check(got)) return finish(sum); sum += got; n++ } }
      function mean(sum, n) { return n && div(sum, n) } function div(a, b) { return a / b } function check(n) { return n === undefined } function finish(sum) { return sum }
      const it = average()
      function start() { it.next() }
      function feed(...list) { return list.map((n) => it.next(n).value) }
      function end() { return it.next().value }
      start(); log(feed(1, 2, 3), end(), it.next().done)`,
      `<module> -> start
      start -> average
      average -> mean x4
      mean -> div x3
      <module> -> feed
      feed -> feed.list.map() callback x3
      average -> check x4
      <module> -> end
      average -> finish`,
    )
  })

  test('ended by return(), by a break and by destructuring runs its finally', async () => {
    await expectCallers(
      `function* items() { try { yield make(); yield make() } finally { clean(); note() } }
      function make() { return 'm' } function clean() { sweep() } function sweep() {} function note() {}
      const it = items()
      function stop(it) { return it.return(make()).value }
      function leave() { for (const item of items()) { note(); break } note() }
      function take() { const [one] = items(); return note(one) }
      function fail() { try { for (const item of items()) throw new Error(item) } catch { note() } }
      function skip() { outer: for (const a of [1, 2]) for (const b of items()) continue outer }
      it.next(); log(stop(it), stop(items()))
      leave(); take(); fail(); skip()`,
      `<module> -> items
      items -> make x6
      <module> -> stop x2
      stop -> make x2
      <module> -> leave
      leave -> items
      leave -> note x2
      <module> -> take
      take -> items
      take -> note
      <module> -> fail
      fail -> items
      fail -> note
      <module> -> skip
      skip -> items x2
      items -> clean x6
      items -> note x6
      clean -> sweep x6`,
    )
  })

  test('resumed by throw() catches, or is left by it', async () => {
    await expectCallers(
      `function* brave() { for (;;) try { yield make() } catch (error) { note(error) } finally { clean() } }
      function* timid() { yield make() }
      function* yielding() { try { yield make() } finally { yield clean(); note() } }
      function make() { return part() } function part() { return 'm' } function note() { part() } function clean() { part() }
      function poke(it) { try { return it.throw(new Error('poked')) } catch (error) { log(error.message); note() } }
      const [one, two, three, four] = [brave(), timid(), yielding(), brave()]
      one.next(); two.next(); three.next()
      poke(one); poke(one); poke(two); poke(three); poke(four)
      function go(it) { try { it.next() } catch { note() } }
      go(three)`,
      `<module> -> brave
      brave -> make x3
      brave -> note x2
      brave -> clean x2
      <module> -> timid
      timid -> make
      <module> -> yielding
      yielding -> make
      yielding -> clean
      yielding -> note
      <module> -> poke x5
      poke -> note x2
      <module> -> go
      go -> note
      make -> part x5
      note -> part x6
      clean -> part x3`,
    )
  })

  test('that throws leaves its consumer running', async () => {
    await expectCallers(
      `function* items() { yield make(); fail(); yield make() }
      function fail() { throw new Error('no') } function make() { return 1 } function note() {}
      function show() { try { for (const item of items()) note() } catch { note() } note() }
      function again() { const it = items(); it.next(); try { it.next() } catch { note() } return it.next().done }
      show(); log(again())`,
      `<module> -> show
      show -> items
      items -> make x2
      items -> fail x2
      show -> note x3
      <module> -> again
      again -> items
      again -> note`,
    )
  })

  test('within others, and recursively', async () => {
    await expectCallers(
      `function* numbers(n) { for (let i = 1; i <= n; i++) yield count(i) }
      function* doubled(list) { for (const n of list) yield twice(n) }
      function* pairs(n) { for (const a of numbers(n)) for (const b of doubled(numbers(a))) yield [a, b] }
      function* tree(n) { if (n > 0) { for (const x of tree(n - 1)) yield x; yield visit(n); for (const x of tree(n - 1)) yield x } }
      function count(n) { return n } function twice(n) { return 2 * n } function visit(n) { return n }
      function main() { log([...pairs(2)].length, [...tree(2)].join()) }
      main()`,
      `<module> -> main
      main -> pairs
      pairs -> numbers
      pairs -> doubled x2
      doubled -> numbers x2
      numbers -> count x5
      doubled -> twice x3
      main -> tree
      tree -> tree x6
      tree -> visit x3`,
    )
  })

  test('that is running refuses to be resumed and goes on', async () => {
    await expectCallers(
      `let it
      function* items() { try { poke() } catch (error) { note(error.constructor.name) } yield note('on'); note('end') }
      function poke() { it.next() }
      function note(what) { write(what) } function write(what) { log(what) }
      function main() { it = items(); it.next(); it.next() }
      main()`,
      `<module> -> main
      main -> items
      items -> poke
      items -> note x3
      note -> write x3`,
    )
  })

  test('as a method, with default values, as what makes an object iterable', async () => {
    await expectCallers(
      `class Shelf {
        *[Symbol.iterator]() { yield name('a'); yield name('b') }
        *from(n = start()) { yield name(n) }
        static *kinds() { yield* [name('k')] }
      }
      function name(n) { return n } function start() { return 1 }
      function main() { const shelf = new Shelf(); log(...shelf, ...shelf.from(), ...Shelf.kinds(), Math.max(...new Map([[1, 2]]).values())) }
      main()`,
      `<module> -> main
      main -> Shelf.[Symbol.iterator]
      main -> Shelf.from
      main -> Shelf.kinds
      Shelf.[Symbol.iterator] -> name x2
      Shelf.from -> start
      Shelf.from -> name
      Shelf.kinds -> name`,
    )
  })
})
