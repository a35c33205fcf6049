const log = []
const later = async (x) => { await null; log.push(x); return x }
await later(1)
const x = await later(2)
if (await later(3)) await later(4)
else await later(5)
for await (const y of [later(6)]) await later(y + 1)
try { await Promise.reject(new Error('top')) } catch (error) { print(error.message) } finally { await later(8) }
export const z = await later(9), w = [await later(10), await later(11)]
export default await later(12)
await (async () => { await later(13) })()
const f = async () => await later(14)
await f()
label: for (const q of [1, 2]) { await later(q); continue label }
switch (await later(15)) { case await later(15): await later(16) }
{ let v = await later(17); v && await later(18) }
print(log, x, z, w)
