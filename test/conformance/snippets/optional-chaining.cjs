// `this` through optional calls, short circuits past arguments, delete and templates.
const log = []
const list = { b: { items: [[1, [2]]], flat() { log.push(this === list.b); return this.items.flat() } } }
const a = list
print(a?.b?.flat?.(), a?.c?.flat?.(log.push('never')), a?.b.missing?.(log.push('never')), a?.['b']?.['flat']())
print((a?.b).flat(), (a?.b.flat)(), (a?.b?.flat)?.call(a.b), log)
print(delete a?.c, delete a?.b?.zzz, a?.b?.items?.[0]?.[1 && 0])
const none = null
print(none?.x.y.z(log.push('never')), none?.[log.push('never')], none?.())
try { none?.x; none.x } catch (error) { print(error.name, at(error)) }
try { (none?.x).y } catch (error) { print(error.name) }
class Box { #v = 1; static read(box) { return box?.#v } call() { return this?.read?.() } }
print(Box.read(new Box()), Box.read(null), new Box().call())
print(a?.b.items.map?.((one) => one?.length ?? 'none'), [none?.a, ...(none?.b ?? [0])])
if (a?.b?.items?.length) print('has'); else print('has not')
print(a?.b?.flat?.()?.length > 1 ? 'many' : 'few', new (a?.k ?? Array)(2).length)
const eval2 = eval; print(eval2?.('1 + 1'), eval?.('typeof none'))
