// Patterns everywhere: declarations, heads of loops, catch, assignments, computed keys in order.
const log = []
const key = (name) => (log.push(name), name)
const { [key('a')]: a, [key('b')]: { c } = { c: 3 }, ...others } = { a: 1, d: 4 }
print(a, c, others, log.splice(0))
const [x, , y = 5, ...z] = 'p_'
print(x, y, z)
for (const [name, { size = 1 } = {}] of Object.entries({ tea: {}, milk: { size: 2 }, salt: undefined })) print(name, size)
for (let { length } in { word: 1 }) print(length)
var list = []
for ([list[0], list[1] = 'none'] of [[1, 2], [3]]) print(list.join())
for ({ at: list[2] } of [{ at: 'q' }]) print(list)
for (list.key in { one: 1 }) print(list.key)
try { throw { code: 1, info: [2] } } catch ({ code, info: [first, second = code] }) { print(code, first, second) }
try { throw 0 } catch { print('no binding') }
let swap = 1, other = 2
;[swap, other] = [other, swap]
print(swap, other)
try { const { deep: { er } } = {} } catch (error) { print(error.name) }
try { const [q] = null } catch (error) { print(error.name) }
const { length: size = log.push('unused'), 0: start } = 'tea'
print(size, start, log)
function take({ a: { b: [c = 1] = [] } = {} }, { [key('k')]: v } = {}) { return [c, v] }
print(take({}), take({ a: { b: [2] } }, { k: 3 }), log)
const getters = { get tea() { log.push('got'); return undefined } }
const { tea = 'default' } = getters
print(tea, log)
