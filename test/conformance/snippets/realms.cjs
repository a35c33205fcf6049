// Names and globals that users shadow; natives that call back.
function shadowed(globalThis, Symbol, Map) { const Float64Array = 1; return [globalThis, Symbol, Map, Float64Array].length }
print(shadowed(1, 2, 3))
{ const Reflect = null, Object = null; const f = () => [Reflect, Object]; print(f()) }
const args = 1, s = 2, c = 3, $$ = 4, $$s = 5, cov = 6
print(args + s + c + $$ + $$s + cov)
const native = [3, 1, 2].sort((a, b) => a - b).map(String).filter(Boolean)
print(native, JSON.stringify({ toJSON() { return 'json' } }), 'abc'.replace(/b/, (m) => m.toUpperCase()), [...new Set([1, 1])], Array.from({ length: 2 }, (_, i) => i))
print([1, 2, 3].reduce((sum, n) => sum + n, 0), Object.fromEntries(Object.entries({ a: 1 }).map(([k, v]) => [v, k])))
