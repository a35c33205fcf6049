import { describe, test } from 'vitest'
import { expectCallers } from './run.ts'

describe('native code is transparent: its callbacks are called by whoever called it', () => {
  test('arrays', async () => {
    await expectCallers(
      `const items = [1, 2, 3]
      function work(n) { return n }
      function mapped() { return items.map(function each(n) { return work(n) }) }
      function kept() { return items.filter((n) => n > 1).some((n) => n === work(9)) }
      function summed() { return items.reduce(function add(a, b) { return work(a + b) }) }
      function ordered() { return [2, 1].sort(function compare(a, b) { return work(a - b) }) }
      function made() { return Array.from({ length: 4 }, function fill(_, n) { return work(n) }) }
      function nested() { return items.flatMap(function outer(n) { return items.map(function inner(m) { return work(n * m) }) }) }
      log(mapped(), kept(), summed(), ordered(), made(), nested())`,
      `<module> -> mapped
      mapped -> mapped.each x3
      mapped.each -> work x3
      <module> -> kept
      kept -> kept.items.filter() callback x3
      kept -> kept.some() callback x2
      kept.some() callback -> work x2
      <module> -> summed
      summed -> summed.add x2
      summed.add -> work x2
      <module> -> ordered
      ordered -> ordered.compare
      ordered.compare -> work
      <module> -> made
      made -> made.fill x4
      made.fill -> work x4
      <module> -> nested
      nested -> nested.outer x3
      nested.outer -> nested.outer.inner x9
      nested.outer.inner -> work x9`,
    )
  })

  test('strings, JSON, maps', async () => {
    await expectCallers(
      `function work(x) { return x }
      function replaced() { return 'banana'.replace(/a/g, function letter(a) { return work('o') }) }
      function parsed() { return JSON.parse('{"a":[1,2]}', function revive(key, value) { return work(value) }) }
      function written() { return JSON.stringify({ net: { toJSON() { return work(1) } } }, function replace(key, value) { return work(value) }) }
      function visited() { new Map([[1, 2], [3, 4]]).forEach(function visit(value) { work(value) }) }
      log(replaced(), parsed(), written(), visited())`,
      `<module> -> replaced
      replaced -> replaced.letter x3
      replaced.letter -> work x3
      <module> -> parsed
      parsed -> parsed.revive x4
      parsed.revive -> work x4
      <module> -> written
      written -> written.net.toJSON
      written.net.toJSON -> work
      written -> written.replace x2
      written.replace -> work x2
      <module> -> visited
      visited -> visited.visit x2
      visited.visit -> work x2`,
    )
  })

  test('calling by other means', async () => {
    await expectCallers(
      `function work(n) { return step(n) }
      function step(n) { return n }
      function callers() {
        const bound = work.bind(null, 1)
        return [Reflect.apply(work, null, [1]), work.call(null, 1), work.apply(null, [1]), bound(), [1].map(bound)[0]]
      }
      function promises() { new Promise(function execute(resolve) { work(1); resolve() }) }
      log(callers(), promises())`,
      `<module> -> callers
      callers -> work x5
      <module> -> promises
      promises -> promises.execute
      promises.execute -> work
      work -> step x6`,
    )
  })

  test('proxies', async () => {
    await expectCallers(
      `function note(name) { log(name) }
      const traps = {
        get(target, key) { note('get'); return target[key] },
        set(target, key, value) { note('set'); target[key] = value; return true },
        has(target, key) { note('has'); return key in target },
        deleteProperty(target, key) { note('delete'); return delete target[key] },
        ownKeys(target) { note('keys'); return Reflect.ownKeys(target) },
        getPrototypeOf() { note('prototype'); return null },
        apply(target, self, args) { note('apply'); return target(...args) },
        construct(target, args) { note('construct'); return {} },
      }
      function real(n) { return half(n) }
      function half(n) { return n / 2 }
      const shop = new Proxy(real, traps)
      function use() {
        shop.name = shop.title
        'size' in shop
        delete shop.size
        Reflect.ownKeys(shop)
        shop instanceof Object
        new shop(1)
        return shop(8)
      }
      log(use())`,
      `<module> -> use
      use -> traps.get
      use -> traps.set
      use -> traps.has
      use -> traps.deleteProperty
      use -> traps.ownKeys
      use -> traps.getPrototypeOf
      use -> traps.construct
      use -> traps.apply
      traps.get -> note
      traps.set -> note
      traps.has -> note
      traps.deleteProperty -> note
      traps.ownKeys -> note
      traps.getPrototypeOf -> note
      traps.construct -> note
      traps.apply -> note
      traps.apply -> real
      real -> half`,
    )
  })
})

describe('an operator calls what converts its operands', () => {
  test('valueOf, toString, Symbol.toPrimitive', async () => {
    await expectCallers(
      `function read() { return 7 }
      const money = { valueOf() { return read() } }
      const label = { toString() { return String(read()) } }
      const either = { [Symbol.toPrimitive](hint) { return hint === 'string' ? 'text' : read() } }
      function add() { return money + 1 - money }
      function compare() { return money < 8 && money == 7 && money !== 7 }
      function increase() { let n = money; n++; n += money; return -money + ~either }
      function template() { return \`\${label} \${either} \${money == 7}\` }
      function key() { return { [label]: 1 }[label] in [] }
      log(add(), compare(), increase(), template(), key())`,
      `<module> -> add
      add -> money.valueOf x2
      <module> -> compare
      compare -> money.valueOf x2
      <module> -> increase
      increase -> money.valueOf x3
      increase -> either.[Symbol.toPrimitive]
      <module> -> template
      template -> label.toString
      template -> either.[Symbol.toPrimitive]
      template -> money.valueOf
      <module> -> key
      key -> label.toString x2
      money.valueOf -> read x8
      label.toString -> read x3
      either.[Symbol.toPrimitive] -> read`,
    )
  })

  test('instanceof, spread of an object with getters, with', async () => {
    await expectCallers(
      `function read() { return 'r' }
      const Even = { [Symbol.hasInstance](n) { return read() && n % 2 === 0 } }
      const item = { get name() { return read() }, get net() { return read() } }
      function test() { return 4 instanceof Even }
      function copy() { return { ...item } }
      function assign() { return Object.assign({}, item) }
      function rest() { const { name, ...others } = item; return name + others.net }
      function inside() { with (item) { return name + net } }
      log(test(), copy().name, assign().net, rest(), inside())`,
      `<module> -> test
      test -> Even.[Symbol.hasInstance]
      Even.[Symbol.hasInstance] -> read
      <module> -> copy
      copy -> item.get name
      copy -> item.get net
      <module> -> assign
      assign -> item.get name
      assign -> item.get net
      <module> -> rest
      rest -> item.get name
      rest -> item.get net
      <module> -> inside
      inside -> item.get name
      inside -> item.get net
      item.get name -> read x4
      item.get net -> read x4`,
    )
  })
})

describe('what iterates calls the iterator', () => {
  test('in for-of, spread, destructuring and calls', async () => {
    await expectCallers(
      `const shelf = { [Symbol.iterator]() { let n = 0; return { next() { return step(n++) }, return() { close(); return {} } } } }
      function step(n) { return { value: n, done: n === 2 } }
      function close() {}
      function loop() { for (const n of shelf) log(n) }
      function leave() { for (const n of shelf) break }
      function spread() { return [...shelf].length + Math.max(...shelf) }
      function take() { const [first] = shelf; return first }
      function all() { const [...rest] = shelf; return rest }
      function build() { return new Set(shelf).size }
      loop(); leave(); log(spread(), take(), all(), build())`,
      `<module> -> loop
      loop -> shelf.[Symbol.iterator]
      loop -> shelf.[Symbol.iterator].next x3
      <module> -> leave
      leave -> shelf.[Symbol.iterator]
      leave -> shelf.[Symbol.iterator].next
      leave -> shelf.[Symbol.iterator].return
      <module> -> spread
      spread -> shelf.[Symbol.iterator] x2
      spread -> shelf.[Symbol.iterator].next x6
      <module> -> take
      take -> shelf.[Symbol.iterator]
      take -> shelf.[Symbol.iterator].next
      take -> shelf.[Symbol.iterator].return
      <module> -> all
      all -> shelf.[Symbol.iterator]
      all -> shelf.[Symbol.iterator].next x3
      <module> -> build
      build -> shelf.[Symbol.iterator]
      build -> shelf.[Symbol.iterator].next x3
      shelf.[Symbol.iterator].next -> step x17
      shelf.[Symbol.iterator].return -> close x2`,
    )
  })
})
