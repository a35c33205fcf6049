// Generators: what is yielded, sent, thrown and returned into them.
const log = []
function* numbers(limit = 3) {
  let sent = 0
  try {
    for (let i = 0; i < limit; i++) sent = (yield i + (sent || 0)) || 0
    return 'done'
  } catch (error) {
    log.push('caught ' + error)
    yield 'recovered'
  } finally {
    log.push('finally')
    yield 'cleanup'
  }
  log.push('after')
}
print([...numbers()], log.splice(0))
const one = numbers()
print(one.next(), one.next(10), one.throw('boom'), one.next(), one.next(), one.next(), log.splice(0))
const two = numbers()
two.next()
print(two.return('early'), two.next(), log.splice(0))
const three = numbers(); print(three.return('unstarted'), log.splice(0))
try { numbers().throw(new Error('unstarted')) } catch (error) { print(error.message, log.splice(0)) }
function* outer() { const result = yield* inner('a'); log.push(result); yield* [1, 2]; return yield* inner('b') }
function* inner(name) { const sent = yield name; return name + sent }
const delegated = outer(); print(delegated.next(), delegated.next('x'), delegated.next(), delegated.next(), delegated.next('y'), log.splice(0))
const object = { *gen() { yield super.toString === Object.prototype.toString; yield this === object }, base: 1 }
print([...object.gen()], numbers.length, object.gen.name)
class Tree { *[Symbol.iterator]() { yield 1; yield* [2, 3] } static *of(...v) { yield* v } }
print([...new Tree()], [...Tree.of(4, 5)])
function* empty() {} function* single() { yield } function* nested() { yield [yield 1, yield 2] }
print([...empty()], [...single()], [...nested()])
for (const n of numbers()) { if (n === 1) break }
print(log.splice(0))
const [first] = numbers(); print(first, log.splice(0))
label: for (const x of numbers()) for (const y of numbers()) { if (y) continue label; log.push([x, y]) }
print(log.splice(0).length)
try { for (const x of numbers()) throw new Error('in loop ' + x) } catch (error) { print(error.message, at(error)) }
function* overrides() { try { yield 1 } finally { return 'override' } }
const o = overrides(); o.next(); print(o.return('given'))
function* args() { yield arguments.length; yield this; yield new.target } print([...args.call('t', 1, 2)].length)
const expr = function* () { const x = 1 + (yield 'a') * (yield 'b'); return x && (yield 'c') }
const e = expr(); print(e.next(), e.next(2), e.next(3), e.next(4))
function* condition(x) { if (yield 'test') return 'yes'; else if (yield* x) return 'other'; for (yield 1; yield 2; yield 3) { break } do { } while (yield 4); switch (yield 5) { case yield 6: return 'case' } throw yield 7 }
const c = condition([]); print(c.next(), c.next(false), c.next(), c.next(1), c.next(0), c.next(6), c.next(6))
