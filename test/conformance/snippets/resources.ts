// using and await using, lowered by esbuild.
const log: unknown[] = []
const open = (name: string) => ({ name, [Symbol.dispose]() { log.push(`closed ${name}`) } })
const openLater = (name: string) => ({ name, async [Symbol.asyncDispose]() { await null; log.push(`closed later ${name}`) } })
function work() { using a = open('a'), b = open('b'); log.push(a.name + b.name); if (a) return 'worked' }
async function workLater() { await using c = openLater('c'); using d = open('d'); log.push('in'); return c.name + d.name }
for (using one of [open('x'), open('y')]) log.push(one.name)
print(work(), await workLater(), log.splice(0))
try { using e = open('e'); throw new Error('inside') } catch (error) { print((error as Error).message, log.splice(0)) }
{ using none = null; log.push('null is fine') }
using last = open('top')
print(log.splice(0))
