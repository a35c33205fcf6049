// Getters and setters: in objects, classes and on super; throwing ones; proxies see no more than they should.
const log = []
const order = { items: [1, 2], get total() { log.push('total'); return this.items.length }, set total(value) { log.push(['set', value]); if (value < 0) throw new RangeError('negative') } }
print(order.total, (order.total = 5), order.total++, log.splice(0))
try { order.total = -1 } catch (error) { print(error.message, at(error)) }
const proxy = new Proxy(order, { get(target, name, receiver) { log.push(['get', String(name)]); return Reflect.get(target, name, receiver) }, has(target, name) { log.push(['has', name]); return name in target }, set(target, name, value) { log.push(['proxy set', name]); target[name] = value; return true } })
const { total, missing = 'none' } = proxy
print(total, missing, 'items' in proxy, (proxy.total = 2), log.splice(0))
class Base { get size() { return 1 } set size(v) { log.push(v) } static get kind() { return 'base' } }
class Derived extends Base { get size() { return super.size + 1 } set size(v) { super.size = v * 2 } static get kind() { return super.kind + '!' } }
const derived = new Derived()
derived.size = 4
print(derived.size, Derived.kind, log.splice(0))
const descriptor = Object.getOwnPropertyDescriptor(order, 'total')
print(descriptor.get.name, descriptor.set.name, descriptor.get.length, descriptor.set.length)
const bad = { get x() { throw new Error('getter') } }
try { const { x = 1 } = bad } catch (error) { print(error.message, at(error)) }
try { bad.x && print('never') } catch (error) { print(error.message) }
print(Object.getOwnPropertyDescriptor({ get [`k${1}`]() { return 1 } }, 'k1').get.name)
