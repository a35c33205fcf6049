// Async functions: order of turns, errors with lines, loops, and await in odd places.
const log = []
const later = (value, turns = 1) => (turns ? Promise.resolve().then(() => later(value, turns - 1)) : value)
async function order(id) {
  log.push(`start ${id}`)
  const price = await later(id * 2)
  log.push(`price ${price}`)
  try {
    await fail(id)
  } catch (error) {
    log.push(`${error.message}`)
    return price
  } finally {
    await null
    log.push(`finally ${id}`)
  }
}
async function fail(id) { await later(1); if (id > 1) throw new Error(`no ${id}`); return 'fine' }
print(await Promise.all([order(1), order(2), order(3)]), log.splice(0))
const arrow = async (x) => await later(x) + 1, bodyless = async () => later('b'), method = { async m() { return this === method && await later('m') } }
print(await arrow(1), await bodyless(), await method.m(), arrow.name, arrow.length)
const awaited = async () => { await later(1)
  await later(2)
  ;(await later([3])).map((x) => log.push(x))
  await (async () => log.push(4))()
  return await (await later(later)) (5) }
print(await awaited(), log.splice(0))
for (const x of [1, 2]) log.push(await later(x))
for await (const x of [later(3), 4]) log.push(x)
async function* stream(n) { try { for (let i = 0; i < n; i++) { const sent = yield later(i); if (sent) log.push(sent) } return await 'end' } finally { log.push('closed'); await null } }
for await (const x of stream(3)) { if (x === 1) continue; log.push(x) }
for await (const x of stream(5)) { if (x === 1) break }
print(log.splice(0))
const s = stream(2); print(await s.next(), await s.next('sent'), await s.return('r'), await s.next(), log.splice(0))
const t = stream(2); await t.next(); try { await t.throw(new Error('thrown in')) } catch (error) { print(error.message, log.splice(0)) }
const u = stream(1); print(await u.return(later('unstarted')), log.splice(0))
async function* delegating() { const r = yield* stream(2); yield r; yield* [7, later(8)] }
const all = []; for await (const x of delegating()) all.push(x); print(all, log.splice(0))
outer: for await (const x of stream(3)) for await (const y of stream(3)) { if (y) continue outer; if (x > 1) break outer; log.push([x, y]) }
print(log.splice(0))
try { await fail(2) } catch (error) { print(at(error)) }
const thrown = async () => { throw new Error('sync part') }; await thrown().catch((error) => print(error.message, at(error)))
const param = async (x = (() => { throw new Error('in default') })()) => x; await param().catch((error) => print(error.message)); print(await param(1))
async function conditions(x) { if (await later(x)) return 'if'; while (await later(false)) ; return ((await later(x)) ?? (await later('nullish'))) && (await later(x) ? 1 : await later('else')) }
print(await conditions(1), await conditions(null), await conditions(0))
const { a = await later('default'), [await later('key')]: b } = { key: 'found' }
print(a, b, await later`x`, typeof await later(1), -await later(1), (await later(2)) ** 2, [...await later([1])], { ...await later({ z: 1 }) })
function later2() { return { then(resolve) { log.push('thenable'); resolve(this.v) }, v: 1 } } print(await later2(), log.splice(0))
class Late { static x = 1; async m() { return super.toString && this?.constructor?.name } static async s() { return await this.x } } print(await new Late().m(), await Late.s())
async function args() { await null; return [arguments.length, this, new.target] } print(await args.call(1, 2, 3))
let resolveLater; const gate = new Promise((resolve) => { resolveLater = resolve }); const waiting = (async () => { await gate; return 'opened' })(); resolveLater(); print(await waiting)
await (async () => { try { return await later('r') } finally { log.push('f') } })(); await later(1) ? print('ternary statement') : 0
print(await Promise.allSettled([fail(1), fail(2)]).then((all) => all.map((one) => one.status)))
export default await later('exported')
