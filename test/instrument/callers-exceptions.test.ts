import { describe, expect, test } from 'vitest'
import { expectCallers, runTraced } from './run.ts'

describe('an exception', () => {
  test('through many frames leaves nobody running who does not', async () => {
    await expectCallers(
      `function dive(n) { if (n === 0) throw new Error('deep'); dive(n - 1); surface() }
      function surface() {}
      function rescue() { try { dive(50) } catch { treat() } treat() }
      function treat() { note() }
      function note() {}
      rescue(); treat()`,
      `<module> -> rescue
      rescue -> dive
      dive -> dive x50
      rescue -> treat x2
      <module> -> treat
      treat -> note x3`,
    )
  })

  test('is seen by catch and finally of each function on its way', async () => {
    await expectCallers(
      `function pay() { throw new Error('no money') }
      function order() { try { pay() } catch (error) { warn(); throw error } finally { clean() } }
      function visit() { try { order() } finally { clean() } }
      function day() { try { visit() } catch { report() } finally { clean() } close() }
      function warn() {} function clean() {} function report() {} function close() {}
      day()`,
      `<module> -> day
      day -> visit
      visit -> order
      order -> pay
      order -> warn
      order -> clean
      visit -> clean
      day -> report
      day -> clean
      day -> close`,
    )
  })

  test('is forgotten by a finally that returns, breaks or continues', async () => {
    await expectCallers(
      `function pay() { throw new Error('no money') }
      function insist() { try { pay() } finally { return thank() } }
      function leave() { for (;;) { try { return pay() } finally { thank(); break } } thank() }
      function retry() { for (let n = 0; n < 2; n++) { try { pay() } finally { continue } } thank() }
      function override() { try { return first() } finally { return second() } }
      function thank() { return 'thanks' }
      function first() { return 1 }
      function second() { return 2 }
      log(insist(), leave(), retry(), override())`,
      `<module> -> insist
      insist -> pay
      insist -> thank
      <module> -> leave
      leave -> pay
      leave -> thank x2
      <module> -> retry
      retry -> pay x2
      retry -> thank
      <module> -> override
      override -> first
      override -> second`,
    )
  })

  test('through native code comes out where that was called', async () => {
    await expectCallers(
      `function check(n) { if (n === 2) reject(n); accept(n) }
      function reject(n) { throw new RangeError('no ' + n) }
      function accept(n) { log(n) }
      function all() { try { [1, 2, 3].forEach((n) => check(n)) } catch (error) { accept(error.message) } accept('end') }
      all()`,
      `<module> -> all
      all -> all.forEach() callback x2
      all.forEach() callback -> check x2
      check -> accept
      check -> reject
      all -> accept x2`,
    )
  })

  test('caught by the file itself', async () => {
    await expectCallers(
      `function fail() { inner() }
      function inner() { throw 1 }
      function after() {}
      try { fail(); after() } catch { after() } finally { after() }
      after()`,
      `<module> -> fail
      fail -> inner
      <module> -> after x3`,
    )
  })

  test('out of getters, constructors, iterators and conversions', async () => {
    await expectCallers(
      `function fail() { throw new Error('out') }
      class Shelf { #top = 1; constructor(bad) { if (bad) fail() } get top() { return fail() } set top(n) { fail() }
        [Symbol.iterator]() { return { next() { fail() } } } valueOf() { fail() } }
      function attempt(act) { try { act() } catch { ok() } }
      function ok() {}
      function looks(shelf) { return shelf.top }
      function fills(shelf) { shelf.top = 1 }
      function lists(shelf) { return [...shelf] }
      function weighs(shelf) { return shelf * 2 }
      const shelf = new Shelf()
      for (const act of [looks, fills, lists, weighs]) attempt(() => act(shelf))
      attempt(() => new Shelf(true))`,
      `<module> -> Shelf.constructor
      <module> -> attempt x5
      attempt -> attempt() callback x5
      attempt() callback -> looks
      attempt() callback -> fills
      attempt() callback -> lists
      attempt() callback -> weighs
      attempt() callback -> Shelf.constructor
      looks -> Shelf.get top
      fills -> Shelf.set top
      lists -> Shelf.[Symbol.iterator]
      lists -> Shelf.[Symbol.iterator].next
      weighs -> Shelf.valueOf
      Shelf.get top -> fail
      Shelf.set top -> fail
      Shelf.[Symbol.iterator].next -> fail
      Shelf.valueOf -> fail
      Shelf.constructor -> fail
      attempt -> ok x5`,
    )
  })

  test('in promise jobs', async () => {
    await expectCallers(
      `function fail() { throw new Error('job') }
      function handle() { note() }
      function note() {}
      Promise.resolve().then(() => fail()).then(note, handle).then(() => fail()).catch(handle).finally(note)`,
      `<external> -> then() callback x2
      then() callback -> fail x2
      <external> -> handle x2
      <external> -> note
      handle -> note x2`,
    )
  })
})

describe('a stack overflow', () => {
  const alternating = `let calls = 0
    function ping() { calls++; pong(); }
    function pong() { calls++; if (calls % 3) ping(); else pong() }
    function dive() { try { ping() } catch (error) { log(error.name) } after() }
    function after() {}
    dive(); after()
    log(calls)`

  for (const adopt of [false, true]) {
    test(`loses no call and no caller, ${adopt ? 'by the recorder that the file brings' : 'by ours'}`, async () => {
      const { log, functions, pairs } = await runTraced(alternating, { adopt })
      expect(log[0]).toBe('RangeError')
      expect((functions['ping'] as number) + (functions['pong'] as number)).toBe(Number(log[1]))
      expect(pairs).toContain('dive -> after')
      expect(pairs).toContain('<module> -> after')
    })
  }
})
